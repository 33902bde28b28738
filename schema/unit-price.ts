import { formatDecimal } from './decimal.ts';
import { type Figure, parseFigure } from './figure.ts';
import { minorDigits } from './money.ts';

/**
 * The price of one unit: whole millionths of the currency's smallest unit. Prices of energy, fuel or parts have more
 * decimals than the currency (EN 16931 BT-146 sets no limit); only what follows from them is rounded.
 */
export interface UnitPrice {
  readonly amountMicro: bigint;
  /** ISO 4217. */
  readonly currency: string;
}

/** The number of decimals that a unit price may have beyond those of its currency. */
export const extraPriceDecimals = 6;
/** Millionths in one smallest unit of a currency. */
export const microPerMinor = 10n ** BigInt(extraPriceDecimals);
/** The largest unit price, in smallest units of its currency: 9,999,999,999.99 in one with two decimals. */
export const maxUnitPriceMinor = 999_999_999_999n;
/** The same in millionths. It fits 64 bits. */
export const maxUnitPriceMicro = maxUnitPriceMinor * microPerMinor;

/** The most decimals of a unit price in a currency. */
export function unitPriceScale(currency: string): number {
  return minorDigits(currency) + extraPriceDecimals;
}

/** Reads a unit price in its currency's unit, zero or more. */
export function parseUnitPrice(text: string, currency: string): Figure<UnitPrice> {
  const form = {
    name: `a price in ${currency}`,
    scale: unitPriceScale(currency),
    min: 0n,
    max: maxUnitPriceMicro,
  };
  const { value, problem } = parseFigure(text, form);
  return problem === undefined ? { value: { amountMicro: value, currency } } : { problem };
}

/** Writes a unit price with all its decimals and at least those of its currency: `0.2345`, `12.50`. */
export function formatUnitPrice({ amountMicro, currency }: UnitPrice): string {
  return formatDecimal(amountMicro, unitPriceScale(currency), minorDigits(currency));
}

/** A unit price in the shape of the API's type `UnitPrice`. */
export function toUnitPriceObject(price: UnitPrice): { amount: string; currency: string } {
  return { amount: formatUnitPrice(price), currency: price.currency };
}
