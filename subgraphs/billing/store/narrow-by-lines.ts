import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { invoices } from '../tables.ts';
import { selectOfProducts } from './invoice-filter.ts';

/** Invoices of so many lines are found and sorted sooner than an order meets a page of them. */
const mostLines = 5_000;

/** The result of looking up the lines that a filter asks for. */
export interface NarrowedLines {
  /** A further condition, which names the invoices. Undefined if there are too many, or if the filter does not ask. */
  readonly condition?: SQL;
  readonly isWide: boolean;
}

/** Looks up whether few lines have the products of a filter. */
export async function narrowByLines(
  db: Reader,
  filter: Readable<InvoiceFilter> | null | undefined,
): Promise<NarrowedLines> {
  if (!filter?.productIds) return { isWide: false };
  const [row] = await db.execute<{ ids: string | null }>(sql`
    select case when count(*) <= ${mostLines} then coalesce(array_agg(distinct invoice_id), '{}')::text end as ids
    from (${selectOfProducts(filter.productIds)} limit ${mostLines + 1}) as found`);
  if (!row?.ids) return { isWide: true };
  // The array goes back to the server as the server wrote it.
  return { condition: sql`${invoices.id} = any (${row.ids}::uuid[])`, isWide: false };
}
