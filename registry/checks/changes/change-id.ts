import { createHash } from 'node:crypto';

/** The id of a change, made from what makes it that change: 48 bits, which can be copied from a terminal. */
export function toChangeId(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}
