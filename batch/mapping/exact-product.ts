import { divideHalfUp } from '#schema/decimal.ts';

/** The bound of products that stay exact in a number when doubled and added to a divisor. */
const exactBelow = 2 ** 51;

/**
 * Divides the product of two whole numbers by a third and rounds half away from zero, exactly (EN 16931; a credit
 * mirrors its invoice). A result beyond the safe integers is the nearest number.
 */
export function multiplyRounded(one: number, other: number, divisor: number): number {
  const product = one * other;
  const magnitude = Math.abs(product);
  if (magnitude >= exactBelow) return Number(divideHalfUp(BigInt(one) * BigInt(other), BigInt(divisor)));
  const doubled = 2 * magnitude + divisor;
  const rounded = (doubled - (doubled % (2 * divisor))) / (2 * divisor);
  return product < 0 && rounded !== 0 ? -rounded : rounded;
}
