import { divideHalfUp } from '#schema/decimal.ts';
import type { ElementCursor } from './element-cursor.ts';
import { readNumber, readPriceMicro } from './values.ts';

/** Decimals of the quantity that a price is of; systems write `0.00101` for both. */
const baseScale = 10;

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
  const base = baseQuantity && readNumber(baseQuantity, baseScale, 'BT-149', 'a quantity');
  if (baseQuantity === undefined || base === undefined) return micro;
  if (base <= 0n) {
    baseQuantity.refuse('BT-149', `is ${baseQuantity.text}: it must be above zero`);
    return micro;
  }
  const dividend = micro * 10n ** BigInt(baseScale);
  if (dividend % base !== 0n)
    price.loosen(`${price.text} for ${baseQuantity.text} units, rounded to the price of one`);
  return divideHalfUp(dividend, base);
}
