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

/** The parts of several values, whose sum is the part of the sum of the values: each is rounded with those before it. */
export function scaleTogether(values: readonly bigint[], fraction: Fraction): bigint[] {
  let [sum, before] = [0n, 0n];
  return values.map((value) => {
    sum += value;
    const upToHere = scale(sum, fraction);
    const part = upToHere - before;
    before = upToHere;
    return part;
  });
}
