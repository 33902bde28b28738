import { wholeRateMilli } from '#schema/tax-rate.ts';
import { bounds } from './bounds.ts';
import { multiplyRounded } from './exact-product.ts';
import type { ImportInvoice, ImportRow } from './import-invoice.ts';

/** The totals of an invoice's lines, in minor units. */
export type Sums = Pick<ImportInvoice, 'netMinor' | 'taxMinor' | 'totalMinor' | 'isTaxedByLine'>;

/**
 * Sums the rows of an invoice. The nets of a rate are summed, and the tax of the sum is rounded once (EN 16931 BR-CO-17).
 * If the file states taxes of lines, or a total that only the sum of the lines' taxes gives, that sum counts: the document is as it was
 * issued. Exact up to twice the largest amount; beyond it NaN.
 */
export function sumRows(rows: readonly ImportRow[]): Sums {
  let netMinor = 0;
  let lineTaxMinor = 0;
  let isTaxStated = false;
  const netByRate = new Map<number, number>();
  for (const row of rows) {
    netMinor += row.netMinor;
    lineTaxMinor += row.taxMinor;
    for (const line of row.lines) {
      isTaxStated ||= line.isTaxStated;
      netByRate.set(line.taxRateMilli, (netByRate.get(line.taxRateMilli) ?? 0) + line.netMinor);
    }
    if (Math.abs(netMinor) > bounds.amountMinor || Math.abs(lineTaxMinor) > bounds.amountMinor) {
      netMinor = Number.NaN;
    }
  }
  const taxMinor = sumTax(netByRate);
  const stated = rows[0]?.statedTotalMinor ?? null;
  const isTaxedByLine =
    isTaxStated || (stated !== null && stated !== netMinor + taxMinor && stated === netMinor + lineTaxMinor);
  const counting = isTaxedByLine ? lineTaxMinor : taxMinor;
  return { netMinor, taxMinor: counting, totalMinor: netMinor + counting, isTaxedByLine };
}

function sumTax(netByRate: ReadonlyMap<number, number>): number {
  let taxMinor = 0;
  for (const [taxRateMilli, netMinor] of netByRate) {
    if (Math.abs(netMinor) > bounds.amountMinor) return Number.NaN;
    taxMinor += multiplyRounded(netMinor, taxRateMilli, wholeRateMilli);
  }
  return taxMinor;
}
