import type { CoordinateChoice } from '../../usage/load-operations.ts';
import type { Reach } from '../changes/schema-change.ts';
import type { CurrentSchema } from './current-schema.ts';

/** Lists what `isReached` looks up for these reaches. */
export function listWantedCoordinates(reaches: readonly Reach[], current: CurrentSchema): CoordinateChoice {
  const exact = new Set<string>();
  const types = new Set<string>();
  for (const reach of reaches) {
    switch (reach.kind) {
      case 'uses':
      case 'sends':
        exact.add(reach.coordinate);
        break;
      case 'lacks':
        exact.add(reach.owner);
        exact.add(`${reach.coordinate}!`);
        break;
      case 'touches':
        types.add(reach.typeName);
        break;
      case 'reads':
        for (const field of current.listReaders(reach.typeName)) exact.add(field);
        break;
    }
  }
  return { exact: [...exact], types: [...types] };
}
