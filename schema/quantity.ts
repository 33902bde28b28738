import { formatDecimal } from './decimal.ts';
import { type Figure, type FigureForm, parseFigure } from './figure.ts';

/** Decimals of a quantity: it is counted in thousandths of a unit (`quantityMilli`). */
export const quantityScale = 3;
/** Thousandths in one unit. */
export const milliPerUnit = 10n ** BigInt(quantityScale);
/** The largest quantity of an invoice line, in thousandths of a unit: 999,999,999.999 units. */
export const maxQuantityMilli = 999_999_999_999n;

const form: FigureForm = { name: 'a quantity', scale: quantityScale, min: 1n, max: maxQuantityMilli };

/** Reads the quantity of an invoice line, which is above zero, in thousandths of a unit. */
export function parseQuantity(text: string): Figure<bigint> {
  return parseFigure(text, form);
}

/** Writes thousandths of a unit as units, with no more decimals than needed: `2.5`. */
export function formatQuantity(quantityMilli: bigint): string {
  return formatDecimal(quantityMilli, quantityScale, 0);
}
