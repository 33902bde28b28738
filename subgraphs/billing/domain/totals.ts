import type { LineAmounts, LineFigures } from './line.ts';

/** An invoice's sums in minor units of its currency. */
export interface Totals {
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
}

/** Net and tax of all lines at one VAT rate (EN 16931 BG-23), in minor units. */
export interface TaxSubtotal extends LineAmounts {
  /** Hundredths of a percent. */
  readonly taxRateBasisPoints: number;
}

/** Sums amounts that are rounded already: nothing is rounded twice. */
export function sumAmounts(parts: readonly LineAmounts[]): Totals {
  let netMinor = 0n;
  let taxMinor = 0n;
  for (const part of parts) {
    netMinor += part.netMinor;
    taxMinor += part.taxMinor;
  }
  return { netMinor, taxMinor, totalMinor: netMinor + taxMinor };
}

/** The subtotals of lines by VAT rate, lowest rate first; their sums are the invoice's net and tax. */
export function toTaxSubtotals(
  lines: readonly (LineAmounts & Pick<LineFigures, 'taxRateBasisPoints'>)[],
): TaxSubtotal[] {
  const byRate = Map.groupBy(lines, (line) => line.taxRateBasisPoints);
  return [...byRate]
    .sort(([a], [b]) => a - b)
    .map(([taxRateBasisPoints, group]) => {
      const { netMinor, taxMinor } = sumAmounts(group);
      return { taxRateBasisPoints, netMinor, taxMinor };
    });
}
