/** Bounds of waits that double. */
export interface BackoffBounds {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * The wait after a number of failures in a row, in milliseconds: `firstMs`, then twice as long each time, at most
 * `maxMs`. Chance takes off up to a half, so that processes that failed together do not return at the same moment.
 *
 * @param random gives a number from 0 to 1
 */
export function toBackoffMs(
  failures: number,
  { firstMs, maxMs }: BackoffBounds,
  random: () => number = Math.random,
): number {
  return Math.min(firstMs * 2 ** Math.max(failures - 1, 0), maxMs) * (1 - random() / 2);
}
