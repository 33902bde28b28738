import { computeTax, type LineAmounts, type LinePricing } from './line.ts';

/** An invoice's sums in minor units of its currency. */
export interface InvoiceTotals {
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
}

/** Net and tax of all lines at one VAT rate (EN 16931 BG-23), in minor units. */
export interface TaxSubtotal {
  /** Thousandths of a percent. */
  readonly taxRateMilli: number;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
}

/** The part of a line that sums need. */
type SummedLine = LineAmounts & Pick<LinePricing, 'taxRateMilli'>;

/** The totals of an invoice: the sums of the nets and of the taxes of its rates (EN 16931 BR-CO-10, BR-CO-14). */
export function computeTotals(subtotals: readonly TaxSubtotal[]): InvoiceTotals {
  const netMinor = sum(subtotals.map((subtotal) => subtotal.netMinor));
  const taxMinor = sum(subtotals.map((subtotal) => subtotal.taxMinor));
  return { netMinor, taxMinor, totalMinor: netMinor + taxMinor };
}

/**
 * The subtotals of lines by VAT rate, lowest rate first; their sums are the invoice's net and tax. The nets of a rate
 * are summed, and the tax of the sum is rounded once (EN 16931 BR-CO-17).
 *
 * @param isTaxedByLine true if the tax of a rate is the sum of its lines' taxes, each rounded. That holds for invoices
 * that were issued before billing followed BR-CO-17, and for imported ones whose total shows it
 */
export function toTaxSubtotals(lines: readonly SummedLine[], isTaxedByLine = false): TaxSubtotal[] {
  const byRate = Map.groupBy(lines, (line) => line.taxRateMilli);
  return [...byRate]
    .sort(([a], [b]) => a - b)
    .map(([taxRateMilli, group]) => {
      const netMinor = sum(group.map((line) => line.netMinor));
      const taxMinor = isTaxedByLine
        ? sum(group.map((line) => line.taxMinor))
        : computeTax(netMinor, taxRateMilli);
      return { taxRateMilli, netMinor, taxMinor };
    });
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
