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
}

/** Looks up whether few lines have the products of a filter. */
export async function narrowByLines(
  db: Reader,
  filter: Readable<InvoiceFilter> | null | undefined,
): Promise<NarrowedLines> {
  if (!filter?.productIds) return { isWide: false };
  const [row] = await db.execute<{ ids: string | null }>(sql`
    with found as materialized (${selectOfProducts(filter.productIds)} limit ${mostLines + 1})
    select case when count(*) <= ${mostLines} then (
      select coalesce(array_agg(distinct invoice_id), '{}')::text from found) end as ids
    from found`);
  // The array goes back to the server as the server wrote it.
  if (row?.ids) return { condition: sql`${invoices.id} = any (${row.ids}::uuid[])`, isWide: false };
  return { isWide: true };
}

const selectFirst = (productIds: readonly string[]) =>
  sql`select distinct invoice_id from (${selectOfProducts(productIds)} limit ${mostCountedLines}) as of_lines`;

/** The condition that one of the first lines with products is of an invoice. */
export function isOfFirstLines(productIds: readonly string[]): SQL {
  return sql`${invoices.id} = any (array(${selectFirst(productIds)}))`;
}

/** True if the first lines with products are of more invoices than `most`, as those of a frequent product are. */
export async function areOfMore(db: Reader, productIds: readonly string[], most: number): Promise<boolean> {
  const [row] = await db.execute<{ isMore: boolean }>(sql`
    select count(*) > ${most} as "isMore" from (${selectFirst(productIds)}) as counted`);
  return row?.isMore === true;
}

/** True if lines with products are more than those of {@link isOfFirstLines}. */
export async function hasFurtherLines(db: Reader, productIds: readonly string[]): Promise<boolean> {
  const further = sql`${selectOfProducts(productIds)} offset ${mostCountedLines} limit 1`;
  const [row] = await db.execute<{ isThere: boolean }>(sql`select exists (${further}) as "isThere"`);
  return row?.isThere === true;
}
