import { createHash } from 'node:crypto';
import type { CheckedOperation } from '../checked-operation.ts';

/** An operation that client `web` sent ten times, with the coordinates that each request used. */
export function knownOperation(
  text: string,
  coordinates: readonly string[],
  more: Partial<CheckedOperation> = {},
): CheckedOperation {
  const count = more.count ?? 10;
  return {
    hash: createHash('sha256').update(text).digest('hex'),
    name: /(?:query|mutation|subscription) (\w+)/.exec(text)?.[1],
    text,
    isPersisted: false,
    count,
    clients: [{ name: 'web', count }],
    coordinates: new Map(coordinates.map((coordinate) => [coordinate, count])),
    areInputsKnown: true,
    ...more,
  };
}
