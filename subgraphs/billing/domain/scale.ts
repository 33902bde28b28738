import { divideHalfUp } from '#schema/decimal.ts';

/** A part of a whole, as a fraction; the divisor is not zero. */
export interface Fraction {
  readonly dividend: bigint;
  readonly divisor: bigint;
}

/** The part of a value, rounded half away from zero. */
export function scale(value: bigint, { dividend, divisor }: Fraction): bigint {
  return divisor < 0n ? divideHalfUp(-value * dividend, -divisor) : divideHalfUp(value * dividend, divisor);
}
