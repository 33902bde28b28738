import { typeOfCoordinate } from '../changes/coordinates.ts';
import type { Reach } from '../changes/schema-change.ts';
import type { CheckedOperation } from './checked-operation.ts';
import type { CurrentSchema } from './current-schema.ts';

/** True if a change reaches an operation through what it used of the current schema. */
export function isReached(operation: CheckedOperation, reach: Reach, current: CurrentSchema): boolean {
  switch (reach.kind) {
    case 'uses':
      return countUses(operation, reach.coordinate) > 0;
    case 'sends':
      return countUses(operation, reach.coordinate) > 0 || maySend(operation, reach.typeName, current);
    case 'lacks':
      return (
        countUses(operation, reach.owner) > countUses(operation, `${reach.coordinate}!`) ||
        (reach.typeName !== undefined && maySend(operation, reach.typeName, current))
      );
    case 'touches':
      return hasMemberOf(operation, reach.typeName) || maySend(operation, reach.typeName, current);
    case 'reads':
      return current.listReaders(reach.typeName).some((field) => countUses(operation, field) > 0);
  }
}

function countUses({ coordinates }: CheckedOperation, coordinate: string): number {
  return coordinates.get(coordinate) ?? 0;
}

/** True if it is not known what the operation sends, and it gives an argument that can contain the type. */
function maySend(
  { areInputsKnown, coordinates }: CheckedOperation,
  typeName: string,
  current: CurrentSchema,
): boolean {
  return (
    !areInputsKnown && [...coordinates.keys()].some((coordinate) => current.canContain(coordinate, typeName))
  );
}

function hasMemberOf({ coordinates }: CheckedOperation, typeName: string): boolean {
  return [...coordinates.keys()].some((coordinate) => typeOfCoordinate(coordinate) === typeName);
}
