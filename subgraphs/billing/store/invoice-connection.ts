import { type KeysetRow, toConnection } from '#platform/graphql/connection.ts';
import type { Page } from '#platform/graphql/page.ts';
import type { InvoiceConnectionModel, InvoiceModel } from '../models.ts';
import type { ListTotals } from '../totals/sums.ts';

/** Creates the connection of a page of invoices; its totals are loaded once, however many fields need them. */
export function toInvoiceConnection<Row extends KeysetRow>(
  page: Page,
  rows: readonly Row[],
  toNode: (row: Row) => InvoiceModel,
  loadTotals: () => Promise<ListTotals>,
): InvoiceConnectionModel {
  let loading: Promise<ListTotals> | undefined;
  const totals = () => {
    loading ??= loadTotals();
    return loading;
  };
  return { ...toConnection(page, rows, toNode, async () => (await totals()).count), totals };
}
