const firstMs = 100;
const mostMs = 5_000;

/**
 * How long to wait after so many failures in a row, in milliseconds: twice as long each time, up to five seconds.
 *
 * @param random from 0 to 1; takes off up to a half, so that several processes do not come back at the same moment
 */
export function toBackoffMs(failures: number, random: number): number {
  return Math.min(firstMs * 2 ** (failures - 1), mostMs) * (1 - random / 2);
}
