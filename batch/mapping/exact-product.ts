import { divideHalfUp } from '#schema/decimal.ts';

/** Twice a product below this, and a divisor with it, are exact in a number. */
const exactBelow = 2 ** 51;

/**
 * The product of two whole numbers divided by a third and rounded half away from zero, exactly (EN 16931; a credit
 * mirrors its invoice). The result may be beyond the safe integers, then it is the nearest number.
 */
export function multiplyRounded(one: number, other: number, divisor: number): number {
  const product = one * other;
  const magnitude = Math.abs(product);
  if (magnitude >= exactBelow) return Number(divideHalfUp(BigInt(one) * BigInt(other), BigInt(divisor)));
  const doubled = 2 * magnitude + divisor;
  const rounded = (doubled - (doubled % (2 * divisor))) / (2 * divisor);
  return product < 0 && rounded !== 0 ? -rounded : rounded;
}
