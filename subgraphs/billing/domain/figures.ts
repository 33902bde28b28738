import { type AdjustmentShare, type DocumentAdjustment, toSignedShares } from './adjustment.ts';
import {
  computeLineAmount,
  type FigureLine,
  type Item,
  takePartOfLine,
  takePartsOfShares,
  takeStatedTax,
} from './figure-parts.ts';
import { toNets } from './inclusive-nets.ts';
import { computeTax, type LineAmounts } from './line.ts';
import { computeTotals, type InvoiceTotals, type TaxSubtotal, toTaxSubtotals } from './totals.ts';

/** The part of an invoice from which its figures follow. */
export interface PricedDocument {
  readonly lines: readonly FigureLine[];
  /** Null or absent for none. */
  readonly adjustments?: readonly DocumentAdjustment[] | null;
  /** True if unit prices, allowances and charges include tax; false if absent. */
  readonly pricesIncludeTax?: boolean;
  /** True if the tax of a rate is the sum of its lines' taxes; false if absent. See {@link toTaxSubtotals}. */
  readonly isTaxedByLine?: boolean;
}

/** The amounts of a line in minor units. */
interface LineFigures extends LineAmounts {
  /** Net and tax, of which the net is a part; null if the prices do not include tax. */
  readonly grossMinor: bigint | null;
}

/** The figures of an invoice, or of a part of its quantities, in minor units. */
export interface DocumentFigures {
  /** In the order of the document's lines. */
  readonly lines: readonly LineFigures[];
  /** The parts of the document's allowances and charges, in their order; allowances are below zero. */
  readonly signedShares: readonly AdjustmentShare[];
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
 * A line's part with allowances or charges is in proportion to the quantity. If prices include tax, the net of
 * a part is in proportion to its amount: the nets of a tax group are allocated once, for the whole invoice, as the part of
 * one line must not depend on those of others.
 *
 * @param quantitiesE4 a quantity for each line, from zero to the line's own, in ten-thousandths of a unit; the lines' own
 * if absent
 * @throws {RangeError} if there is not one quantity for each line
 */
export function computeFigures(
  document: PricedDocument,
  quantitiesE4: readonly bigint[] = document.lines.map((line) => line.quantityE4),
): DocumentFigures {
  const { adjustments = null, pricesIncludeTax = false, isTaxedByLine = false } = document;
  if (quantitiesE4.length !== document.lines.length) throw new RangeError('Give one quantity for each line.');
  const amounts = document.lines.map((line) => ({ ...line, amountMinor: computeLineAmount(line) }));
  const signed = toSignedShares(adjustments);
  const nets = toNets([...amounts, ...signed], pricesIncludeTax);
  const lines = amounts.map((line, index) => ({ ...line, netMinor: nets[index] ?? 0n }));
  const shares = signed.map((share, index) => ({ ...share, netMinor: nets[lines.length + index] ?? 0n }));

  const lineParts = lines.map((line, index) =>
    takePartOfLine(line, quantitiesE4[index] ?? 0n, pricesIncludeTax),
  );
  const shareParts = takePartsOfShares(shares, lines, lineParts);
  const addTax = <Part extends Item>(part: Part) => ({ ...part, taxMinor: toTax(part, pricesIncludeTax) });
  const taxedLines = lines.map((line, index) => {
    const part = lineParts[index] ?? line;
    if (!isTaxedByLine || pricesIncludeTax) return addTax(part);
    return { ...part, taxMinor: takeStatedTax(line, quantitiesE4[index] ?? 0n, part.netMinor) };
  });
  const signedShares = shareParts.map(addTax);
  const taxSubtotals = toTaxSubtotals([...taxedLines, ...signedShares], isTaxedByLine || pricesIncludeTax);
  return {
    lines: taxedLines.map(({ amountMinor, netMinor, taxMinor }) => ({
      netMinor,
      taxMinor,
      grossMinor: pricesIncludeTax ? amountMinor : null,
    })),
    signedShares,
    taxSubtotals,
    totals: computeTotals(taxSubtotals),
  };
}

/** The tax of one amount: for information, unless the amount includes it. */
function toTax({ amountMinor, netMinor, taxRateMilli }: Item, isIncluded: boolean): bigint {
  return isIncluded ? amountMinor - netMinor : computeTax(netMinor, taxRateMilli);
}
