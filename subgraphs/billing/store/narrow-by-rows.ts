import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { invoices } from '../tables.ts';
import { selectOfProducts, selectPaidBetween } from './invoice-filter.ts';

/**
 * Invoices of so many lines or payments are found and sorted sooner than an order meets a page of them. Payments follow the
 * time as most orders do, so that an order may meet them last of all.
 */
const mostLines = 5_000;
const mostPayments = 40_000;
export const mostRows = Math.max(mostLines, mostPayments);

/** The result of looking up the lines or payments that a filter asks for. */
export interface NarrowedRows {
  /** A further condition, which names the invoices. Undefined if there are too many, or if the filter does not ask. */
  readonly condition?: SQL;
  readonly isWide: boolean;
}

/** Looks up whether few lines have the products of a filter, or few payments its days. */
export async function narrowByRows(
  db: Reader,
  filter: Readable<InvoiceFilter> | null | undefined,
): Promise<NarrowedRows> {
  const { productIds, paidFrom, paidTo } = filter ?? {};
  const rows = productIds ? selectOfProducts(productIds) : selectPaidBetween(paidFrom, paidTo);
  if (rows === undefined) return { isWide: false };
  const most = productIds ? mostLines : mostPayments;
  const [row] = await db.execute<{ ids: string | null }>(sql`
    select case when count(*) <= ${most} then coalesce(array_agg(distinct invoice_id), '{}')::text end as ids
    from (${rows} limit ${most + 1}) as found`);
  if (!row?.ids) return { isWide: true };
  // The array goes back to the server as the server wrote it.
  return { condition: sql`${invoices.id} = any (${row.ids}::uuid[])`, isWide: false };
}
