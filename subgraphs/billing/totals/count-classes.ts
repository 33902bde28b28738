import { sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { spanCounts } from '../totals-tables.ts';
import { inClasses, type TotalsQuery, toCells } from './cells.ts';

/** The number of invoices of each class, by the number of the class; a class without any is absent. */
export async function countClasses(db: Reader, query: TotalsQuery): Promise<ReadonlyMap<number, number>> {
  // Of all days, customers and currencies, the spans have the fewest rows.
  const isWhole = [query.from, query.to, query.currency, query.customerIds].every((one) => one === undefined);
  const cells = isWhole
    ? sql`select class, invoices from ${spanCounts} where ${inClasses(query.classes)}`
    : toCells(query);
  const rows = await db.execute<{ class: number; count: string }>(sql`
    select class, sum(invoices)::text as count from (${cells}) as cell
    group by class having sum(invoices) > 0`);
  return new Map(rows.map((row) => [row.class, Number(row.count)]));
}
