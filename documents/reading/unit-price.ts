import { divideHalfUp } from '#schema/decimal.ts';
import type { ElementCursor } from './element-cursor.ts';
import { quoteValue, readNumber, readPriceMicro } from './values.ts';

/** Decimals of the quantity that a price is of; systems write `0.00101` for both. */
const baseScale = 10;

/**
 * Reads the price of one unit without VAT (BT-146) in millionths of a minor unit. One that is of several units (BT-149) is divided; if that
 * leaves a rest it is rounded, which is noted: the amount of the line stands beside it.
 *
 * @param unitCode the unit of the line (BT-130), of which the price must be, too
 */
export function readNetPrice(
  price: ElementCursor,
  currency: string,
  baseQuantity: ElementCursor | undefined,
  unitCode: string | undefined,
): bigint {
  const micro = readPriceMicro(price, currency, 'BT-146') ?? 0n;
  const base = baseQuantity && readNumber(baseQuantity, baseScale, 'BT-149', 'a quantity');
  if (baseQuantity === undefined || base === undefined) return micro;
  const baseUnit = baseQuantity.attribute('unitCode');
  if (baseUnit !== undefined && unitCode !== undefined && baseUnit !== unitCode) {
    const message = `is ${quoteValue(baseUnit)}: it must be ${unitCode}, the unit of the quantity of the line (BT-130)`;
    baseQuantity.refuse('BT-150', message, 'PEPPOL-EN16931-R130');
  }
  if (base <= 0n) {
    baseQuantity.refuse('BT-149', `is ${baseQuantity.text}: it must be above zero`);
    return micro;
  }
  const dividend = micro * 10n ** BigInt(baseScale);
  if (dividend % base !== 0n)
    price.loosen(`${price.text} for ${baseQuantity.text} units, rounded to the price of one`);
  return divideHalfUp(dividend, base);
}
