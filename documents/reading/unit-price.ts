import { divideHalfUp } from '#schema/decimal.ts';
import { e4PerUnit } from '#schema/quantity.ts';
import type { ElementCursor } from './element-cursor.ts';
import { readPriceMicro, readQuantity } from './values.ts';

/**
 * Reads the price of one unit without VAT (BT-146) in millionths of a minor unit. One that is of several units (BT-149) is divided; if that
 * leaves a rest it is rounded, which is noted: the amount of the line stands beside it.
 */
export function readNetPrice(
  price: ElementCursor,
  currency: string,
  baseQuantity: ElementCursor | undefined,
): bigint {
  const micro = readPriceMicro(price, currency, 'BT-146') ?? 0n;
  if (baseQuantity === undefined) return micro;
  const baseE4 = readQuantity(baseQuantity, 'BT-149');
  if (baseE4 === undefined || baseE4 === e4PerUnit) return micro;
  if (baseE4 <= 0n) {
    baseQuantity.refuse('BT-149', `is ${baseQuantity.text}: it must be above zero`);
    return micro;
  }
  const dividend = micro * e4PerUnit;
  if (dividend % baseE4 !== 0n)
    price.loosen(`${price.text} for ${baseQuantity.text} units, rounded to the price of one`);
  return divideHalfUp(dividend, baseE4);
}
