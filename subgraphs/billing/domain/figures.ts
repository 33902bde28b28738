import { computeLineAmounts, type LineAmounts, type LinePricing } from './line.ts';
import { computeTotals, type InvoiceTotals, type TaxSubtotal, toTaxSubtotals } from './totals.ts';

/** The part of an invoice from which its figures follow. */
export interface PricedDocument {
  readonly lines: readonly LinePricing[];
  /** True if the tax of a rate is the sum of its lines' taxes; false if absent. See {@link toTaxSubtotals}. */
  readonly isTaxedByLine?: boolean;
}

/** The figures of an invoice, or of a part of its quantities, in minor units. */
export interface DocumentFigures {
  /** In the order of the document's lines. */
  readonly lines: readonly LineAmounts[];
  /** By tax group, in the order of {@link toTaxSubtotals}. */
  readonly taxSubtotals: readonly TaxSubtotal[];
  readonly totals: InvoiceTotals;
}

/**
 * Computes the figures of an invoice, or those of a part of its quantities.
 *
 * A credit note's figures are differences of it: the figures at all quantities credited so far with the new ones, less
 * the figures at those credited before. So any partition of an invoice into credit notes ends at its very figures.
 *
 * @param quantitiesE4 a quantity for each line, from zero to the line's own, in ten-thousandths of a unit; the lines' own
 * if absent
 * @throws {RangeError} if there is not one quantity for each line
 */
export function computeFigures(
  { lines, isTaxedByLine = false }: PricedDocument,
  quantitiesE4: readonly bigint[] = lines.map((line) => line.quantityE4),
): DocumentFigures {
  if (quantitiesE4.length !== lines.length) throw new RangeError('Give one quantity for each line.');
  const figures = lines.map((line, index) => {
    const pricing = { ...line, quantityE4: quantitiesE4[index] ?? 0n };
    const { taxCategory, taxRateMilli } = line;
    return { ...computeLineAmounts(pricing), taxCategory, taxRateMilli };
  });
  const taxSubtotals = toTaxSubtotals(figures, isTaxedByLine);
  return {
    lines: figures.map(({ netMinor, taxMinor }) => ({ netMinor, taxMinor })),
    taxSubtotals,
    totals: computeTotals(taxSubtotals),
  };
}
