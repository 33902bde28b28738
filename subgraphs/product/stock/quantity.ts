import { formatDecimal } from '#schema/decimal.ts';

/** Decimals of a quantity; stock is held in thousandths of a unit. */
export const quantityScale = 3;

/** Far above any stock, and low enough for 64 bits. In thousandths of a unit. */
export const largestThousandths = 10n ** 15n;

/** A quantity in the shape of the API, with no more decimals than it needs. */
export function formatQuantity(thousandths: bigint): string {
  return formatDecimal(thousandths, quantityScale, 0);
}
