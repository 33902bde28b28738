/**
 * Divides a total into whole parts whose exact values are fractions of one divisor. Each part is its exact value rounded
 * down, and those with the largest remainders take one more until the total is reached; among equal ones the first.
 *
 * @param total the sum of the exact values, rounded in any way
 * @param divisor above zero
 */
export function allocate(total: bigint, dividends: readonly bigint[], divisor: bigint): bigint[] {
  const parts = dividends.map((dividend) => divideDown(dividend, divisor));
  const order = dividends
    .map((dividend, index) => ({ index, remainder: dividend - (parts[index] ?? 0n) * divisor }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  let left = total - parts.reduce((sum, part) => sum + part, 0n);
  for (const { index } of order) {
    if (left <= 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return parts;
}

function divideDown(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}
