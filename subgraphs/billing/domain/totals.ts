import { computeTax, type LineAmounts } from './line.ts';
import { groupByTax, type TaxGroup } from './tax-group.ts';

/** An invoice's sums in minor units of its currency. */
export interface InvoiceTotals {
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
}

/** Net and tax of all lines of one VAT category and rate (EN 16931 BG-23), in minor units. */
export interface TaxSubtotal extends TaxGroup {
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
}

/** The part of a line that sums need. */
type SummedLine = LineAmounts & TaxGroup;

/** The totals of an invoice: the sums of the nets and of the taxes of its rates (EN 16931 BR-CO-10, BR-CO-14). */
export function computeTotals(subtotals: readonly TaxSubtotal[]): InvoiceTotals {
  const netMinor = sum(subtotals.map((subtotal) => subtotal.netMinor));
  const taxMinor = sum(subtotals.map((subtotal) => subtotal.taxMinor));
  return { netMinor, taxMinor, totalMinor: netMinor + taxMinor };
}

/**
 * The subtotals of lines by VAT category and rate, lowest rate first; their sums are the invoice's net and tax. The nets of
 * a group are summed, and the tax of the sum is rounded once (EN 16931 BR-CO-17).
 *
 * @param isTaxedByLine true if the tax of a rate is the sum of its lines' taxes, each rounded. That holds for invoices
 * that were issued before billing followed BR-CO-17, and for imported ones whose total shows it
 */
export function toTaxSubtotals(lines: readonly SummedLine[], isTaxedByLine = false): TaxSubtotal[] {
  return groupByTax(lines).map(({ group, items }) => {
    const netMinor = sum(items.map((line) => line.netMinor));
    const taxMinor = isTaxedByLine
      ? sum(items.map((line) => line.taxMinor))
      : computeTax(netMinor, group.taxRateMilli);
    return { ...group, netMinor, taxMinor };
  });
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
