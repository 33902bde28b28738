import type { AggregateKind } from './scenario.ts';

/** The functions of the steps, the same as in java/src/main/java/Oracle.java. */

const modulus = 1_000_003n;

export function mapped(value: bigint | null): bigint | null {
  return value === null ? null : (value * 3n + 1n) % modulus;
}

/** Without a value, and for one remainder, there is no key. */
export function keyOf(value: bigint | null, by: number): string | null {
  const divisor = BigInt(by);
  return value === null || value % (divisor + 1n) === divisor ? null : `k${value % divisor}`;
}

export function added(kind: AggregateKind, sum: bigint, value: bigint): bigint | null {
  if (kind === 'sum') return sum + value;
  // An aggregate may end, and begin again.
  if (kind === 'mixOrEnd' && value % 7n === 0n) return null;
  return reduced(sum, value);
}

/** The order of the values shows in the result. */
export function reduced(sum: bigint, value: bigint): bigint {
  return (sum * 31n + value) % modulus;
}

export function removed(sum: bigint, value: bigint): bigint {
  return sum - value;
}
