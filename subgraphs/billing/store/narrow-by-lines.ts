import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { invoices } from '../tables.ts';
import { selectOfProducts } from './invoice-filter.ts';

/** Invoices of so many lines are found and sorted sooner than an order meets a page of them. */
const mostLines = 5_000;
/** The invoices of so many lines are counted within some milliseconds. */
const mostCountedLines = 20_000;

/** The result of looking up the lines that a filter asks for. */
export interface NarrowedLines {
  /** A further condition, which names the invoices. Undefined if there are too many, or if the filter does not ask. */
  readonly condition?: SQL;
  readonly isWide: boolean;
  /** Of many lines, a condition that names the invoices of the first of them, and whether these are all. */
  readonly first?: { readonly condition: SQL; readonly isAll: boolean };
}

/** Looks up whether few lines have the products of a filter. */
export async function narrowByLines(
  db: Reader,
  filter: Readable<InvoiceFilter> | null | undefined,
): Promise<NarrowedLines> {
  if (!filter?.productIds) return { isWide: false };
  const some = sql`${selectOfProducts(filter.productIds)} limit ${mostCountedLines + 1}`;
  const [row] = await db.execute<{ count: number; ids: string | null }>(sql`
    with found as materialized (${some})
    select count(*)::int as count, case when count(*) <= ${mostLines} then (
      select coalesce(array_agg(distinct invoice_id), '{}')::text from found) end as ids
    from found`);
  // The array goes back to the server as the server wrote it.
  if (row?.ids) return { condition: sql`${invoices.id} = any (${row.ids}::uuid[])`, isWide: false };
  const condition = sql`${invoices.id} = any (array(select distinct invoice_id from (${some}) as of_lines))`;
  return { isWide: true, first: { condition, isAll: (row?.count ?? 0) <= mostCountedLines } };
}
