import { and, getTableColumns } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { readArguments } from '#schema/read-arguments.ts';
import type { QueryInvoicesArgs } from '../generated/types.ts';
import type { InvoiceConnectionModel } from '../models.ts';
import { narrowSearch } from '../search/narrow-search.ts';
import { invoices } from '../tables.ts';
import { toInvoiceCondition } from './invoice-filter.ts';
import { toInvoiceOrder } from './invoice-order.ts';

/**
 * A page of all invoices that pass a filter. One statement reads it; one before may look a search up, one after may
 * count.
 */
export async function listInvoices(
  db: Reader,
  given: Partial<QueryInvoicesArgs>,
  today: string,
): Promise<InvoiceConnectionModel> {
  const args = readArguments(given);
  const order = toInvoiceOrder(args.orderBy);
  const page = parsePage(args, order.name);
  const keyset = toKeysetQuery(page, order);
  const asked = toInvoiceCondition(args.filter, today);
  const condition = and(asked, await narrowSearch(db, args.filter?.search));
  const rows = await db
    .select({ ...getTableColumns(invoices), value: keyset.cursorValue })
    .from(invoices)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows,
    (row) => row,
    async () => db.$count(invoices, condition),
  );
}
