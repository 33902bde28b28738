import { formatDecimal } from './decimal.ts';
import { type Figure, type FigureForm, parseFigure } from './figure.ts';

/** Decimals of a quantity: it is counted in units of 10^-4 (`quantityE4`). */
export const quantityScale = 4;
/** Ten-thousandths in one unit. */
export const e4PerUnit = 10n ** BigInt(quantityScale);
/** The largest quantity of an invoice line, in ten-thousandths of a unit: 999,999,999.9999 units. */
export const maxQuantityE4 = 9_999_999_999_999n;

const form: FigureForm = { name: 'a quantity', scale: quantityScale, min: 1n, max: maxQuantityE4 };

/** Reads the quantity of an invoice line, which is above zero, in ten-thousandths of a unit. */
export function parseQuantity(text: string): Figure<bigint> {
  return parseFigure(text, form);
}

/** Writes ten-thousandths of a unit as units, with no more decimals than needed: `2.5`. */
export function formatQuantity(quantityE4: bigint): string {
  return formatDecimal(quantityE4, quantityScale, 0);
}
