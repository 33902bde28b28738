import { sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { type TotalsQuery, toCells } from './cells.ts';

/** The number of invoices of each class, by the number of the class; a class without any is absent. */
export async function countClasses(db: Reader, query: TotalsQuery): Promise<ReadonlyMap<number, number>> {
  const rows = await db.execute<{ class: number; count: string }>(sql`
    select class, sum(invoices)::text as count from (${toCells(query)}) as cell
    group by class having sum(invoices) > 0`);
  return new Map(rows.map((row) => [row.class, Number(row.count)]));
}
