import type { BoundSource, ColumnBinder } from './bind-columns.ts';
import { bounds } from './bounds.ts';
import type { RowCurrency } from './cells/currency-cell.ts';
import type { InvoiceMapping } from './invoice-mapping.ts';
import type { RowReader } from './row-reader.ts';

/** The totals of an invoice in a row, in minor units; signs are not checked yet. */
export interface ReadTotals {
  readonly netMinor: number;
  readonly taxMinor: number;
}

/** Reads the totals of an invoice; undefined if they have a problem, which is noted. */
export interface TotalsReader {
  read(row: RowReader, currency: RowCurrency): ReadTotals | undefined;
  /** The column to name if the totals are wrong. */
  readonly source: BoundSource;
}

/** Binds the columns of totals and creates their reader; undefined if a mapping has lines instead. */
export function createTotalsReader(
  { invoice }: InvoiceMapping,
  binder: ColumnBinder,
): TotalsReader | undefined {
  const amount = binder.bindOptional('/invoice/amount', invoice.amount);
  if (amount !== undefined) return createAmountReader(amount);
  const net = binder.bindOptional('/invoice/net', invoice.net);
  const tax = binder.bindOptional('/invoice/tax', invoice.tax);
  if (net === undefined || tax === undefined) return undefined;
  return {
    source: net,
    read: (row, currency) => {
      const netMinor = row.amount(net, currency, bounds.amountMinor);
      const taxMinor = row.amount(tax, currency, bounds.amountMinor);
      if (Math.abs(netMinor + taxMinor) > bounds.amountMinor) {
        const message = `net and tax together must be within ${bounds.amountMinor.toLocaleString('en')} smallest units`;
        row.add(net, { code: 'OUT_OF_RANGE', message });
      }
      return row.problems === undefined ? { netMinor, taxMinor } : undefined;
    },
  };
}

function createAmountReader(amount: BoundSource): TotalsReader {
  return {
    source: amount,
    read: (row, currency) => {
      const netMinor = row.amount(amount, currency, bounds.amountMinor);
      return Number.isNaN(netMinor) ? undefined : { netMinor, taxMinor: 0 };
    },
  };
}
