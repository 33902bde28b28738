import type { DocumentAdjustment } from './adjustment.ts';
import { divideTaxes, subtractShares, toCreditedAdjustments } from './credit-shares.ts';
import { computeFigures, type PricedDocument } from './figures.ts';
import type { LineAmounts, LinePricing } from './line.ts';
import { scale } from './scale.ts';
import type { TaxGroup } from './tax-group.ts';
import type { InvoiceTotals } from './totals.ts';

/** A quantity of a line and its amounts, in the line's signs. */
export interface CreditedPart extends LineAmounts {
  /** Ten-thousandths of a unit. */
  readonly quantityE4: bigint;
}

/** A line of an invoice and the sums of its credits so far. */
export interface CreditableLine extends LinePricing, LineAmounts {
  readonly id: string;
  readonly credited: CreditedPart;
}

/** The part of an invoice that its credits follow from, with all its lines in their order. */
export interface CreditableDocument<Line extends CreditableLine> extends PricedDocument {
  readonly lines: readonly Line[];
}

/** The part of a line that a credit note takes back. */
export interface LineCredit<Line extends CreditableLine = CreditableLine> extends CreditedPart {
  readonly line: Line;
}

/** The figures of a credit note, in the signs of the invoice; the credit note has them with the opposite ones. */
export interface CreditFigures<Line extends CreditableLine = CreditableLine> extends InvoiceTotals {
  readonly lines: readonly LineCredit<Line>[];
  /** The parts of the document's allowances and charges; null for none. */
  readonly adjustments: readonly DocumentAdjustment[] | null;
}

/** The quantity of a line that no credit note has taken back yet, in ten-thousandths of a unit. */
export function leftToCredit({
  quantityE4,
  credited,
}: Pick<CreditableLine, 'quantityE4' | 'credited'>): bigint {
  return quantityE4 - credited.quantityE4;
}

/**
 * Computes one more credit note: the figures of all that is credited after it, less the sums of the credits so far. So
 * the credits of an invoice add up to it exactly once nothing is left, however they divide it: each line's net, and the
 * tax of each VAT rate.
 *
 * The tax of a rate is divided among its lines, to each that of its net. The line taxes of a credit note therefore add up
 * to the tax of each of its rates, which is not rounded a second time.
 *
 * @param wanted the quantities by the line's id, each at most what is left, and with the line's sign
 */
export function computeCredit<Line extends CreditableLine>(
  document: CreditableDocument<Line>,
  wanted: ReadonlyMap<string, bigint>,
): CreditFigures<Line> {
  const { lines, isTaxedByLine = false, pricesIncludeTax = false } = document;
  const before = computeFigures(
    document,
    lines.map(({ credited }) => credited.quantityE4),
  );
  const after = computeFigures(
    document,
    lines.map(({ id, credited }) => credited.quantityE4 + (wanted.get(id) ?? 0n)),
  );
  const parts = lines.flatMap((line, index): LineCredit<Line>[] => {
    const amounts = after.lines[index];
    const quantityE4 = wanted.get(line.id) ?? 0n;
    if (quantityE4 === 0n || amounts === undefined) return [];
    const { credited } = line;
    const netMinor = amounts.netMinor - credited.netMinor;
    return [{ line, quantityE4, netMinor, taxMinor: amounts.taxMinor - credited.taxMinor }];
  });
  const shares = subtractShares(after.signedShares, before.signedShares);
  const isTaxOfItems = isTaxedByLine || pricesIncludeTax;
  const taxes = isTaxOfItems
    ? undefined
    : divideTaxes(
        [...parts.map(({ line, netMinor }) => ({ ...toTaxGroup(line), netMinor })), ...shares],
        before.taxSubtotals,
        after.taxSubtotals,
      );
  const taxed = parts.map((part, index) => ({ ...part, taxMinor: taxes?.[index] ?? part.taxMinor }));
  const taxedShares = shares.map((share, index) => ({
    ...share,
    taxMinor: taxes?.[parts.length + index] ?? share.taxMinor,
  }));
  return {
    lines: taxed,
    adjustments: toCreditedAdjustments(document.adjustments ?? [], taxedShares),
    ...sumUp([...taxed, ...taxedShares]),
  };
}

function toTaxGroup({ taxCategory, taxRateMilli }: TaxGroup): TaxGroup {
  return { taxCategory, taxRateMilli };
}

/** The amounts of an invoice of which only totals are known, and of its credits so far, in the invoice's signs. */
export interface CreditableTotals extends Pick<InvoiceTotals, 'taxMinor' | 'totalMinor'> {
  readonly credited: Pick<InvoiceTotals, 'taxMinor' | 'totalMinor'>;
}

/**
 * Computes one more credit of an invoice without lines: its tax is the share that belongs to all that is credited after
 * it, less that of the credits so far.
 *
 * @param totalMinor the amount with tax, above zero and at most what is left
 */
export function computeCreditOfTotal(
  { credited, ...invoice }: CreditableTotals,
  totalMinor: bigint,
): InvoiceTotals {
  const fraction = { dividend: credited.totalMinor + totalMinor, divisor: invoice.totalMinor };
  const taxAfter = scale(invoice.taxMinor, fraction);
  const taxMinor = taxAfter - credited.taxMinor;
  return { netMinor: totalMinor - taxMinor, taxMinor, totalMinor };
}

function sumUp(parts: readonly LineAmounts[]): InvoiceTotals {
  let [netMinor, taxMinor] = [0n, 0n];
  for (const part of parts) {
    netMinor += part.netMinor;
    taxMinor += part.taxMinor;
  }
  return { netMinor, taxMinor, totalMinor: netMinor + taxMinor };
}
