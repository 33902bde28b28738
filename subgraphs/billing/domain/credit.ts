import { divideHalfUp } from '#schema/decimal.ts';
import { computeFigures, type PricedDocument } from './figures.ts';
import type { LineAmounts, LinePricing } from './line.ts';
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
 * The tax of a rate is divided among its lines by their nets. The line taxes of a credit note therefore add up to the tax
 * of each of its rates, which is not rounded a second time.
 *
 * @param wanted the quantities by the line's id, each at most what is left, and with the line's sign
 */
export function computeCredit<Line extends CreditableLine>(
  document: CreditableDocument<Line>,
  wanted: ReadonlyMap<string, bigint>,
): CreditFigures<Line> {
  const { lines, isTaxedByLine = false } = document;
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
  if (isTaxedByLine) return { lines: parts, ...sumUp(parts) };

  const taxesBefore = sumTaxesByRate(lines);
  const taxes = new Map(
    after.taxSubtotals.map(({ taxRateMilli, taxMinor }) => [
      taxRateMilli,
      taxMinor - (taxesBefore.get(taxRateMilli) ?? 0n),
    ]),
  );
  const taxed = divideTaxes(parts, taxes);
  return { lines: taxed, ...sumUp(taxed) };
}

function sumTaxesByRate(lines: readonly CreditableLine[]): Map<number, bigint> {
  const taxes = new Map<number, bigint>();
  for (const { taxRateMilli, credited } of lines)
    taxes.set(taxRateMilli, (taxes.get(taxRateMilli) ?? 0n) + credited.taxMinor);
  return taxes;
}

/** Gives each part its share of the tax of its rate: the share of all parts up to it, less that of those before it. */
function divideTaxes<Line extends CreditableLine>(
  parts: readonly LineCredit<Line>[],
  taxes: ReadonlyMap<number, bigint>,
): LineCredit<Line>[] {
  const shares = new Map<Line, bigint>();
  for (const [rate, group] of Map.groupBy(parts, ({ line }) => line.taxRateMilli)) {
    const tax = taxes.get(rate) ?? 0n;
    const net = sumUp(group).netMinor;
    let [netSoFar, taxSoFar] = [0n, 0n];
    for (const [index, { line, netMinor }] of group.entries()) {
      netSoFar += netMinor;
      const isLast = index === group.length - 1;
      const upToHere = isLast || net === 0n ? tax : divideRounded(tax * netSoFar, net);
      shares.set(line, upToHere - taxSoFar);
      taxSoFar = upToHere;
    }
  }
  return parts.map((part) => ({ ...part, taxMinor: shares.get(part.line) ?? 0n }));
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
  const taxAfter = divideRounded(invoice.taxMinor * (credited.totalMinor + totalMinor), invoice.totalMinor);
  const taxMinor = taxAfter - credited.taxMinor;
  return { netMinor: totalMinor - taxMinor, taxMinor, totalMinor };
}

/** Divides by a number of either sign and rounds half away from zero. */
function divideRounded(dividend: bigint, divisor: bigint): bigint {
  return divisor < 0n ? divideHalfUp(-dividend, -divisor) : divideHalfUp(dividend, divisor);
}

function sumUp(parts: readonly LineAmounts[]): InvoiceTotals {
  let [netMinor, taxMinor] = [0n, 0n];
  for (const part of parts) {
    netMinor += part.netMinor;
    taxMinor += part.taxMinor;
  }
  return { netMinor, taxMinor, totalMinor: netMinor + taxMinor };
}
