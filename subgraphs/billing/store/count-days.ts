import { and, gte, lt, lte, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { invoices } from '../tables.ts';
import { isInClass, type ListClass, toClassNumber } from './list-class.ts';
import type { IndexedCase } from './paid-days.ts';

/** True if a filter asks only for invoices after their due day. */
export function isOnlyOverdue({ isOverdue, derivedStatus }: Readable<InvoiceFilter>): boolean {
  return isOverdue || (derivedStatus?.length === 1 && derivedStatus[0] === 'OVERDUE');
}

/** The invoices of the due days of a filter; undefined if it names none. */
export function toDueCase(filter: Readable<InvoiceFilter>, today: string): IndexedCase | undefined {
  const { dueFrom, dueTo } = filter;
  const condition = and(
    dueFrom ? gte(invoices.dueDate, dueFrom) : undefined,
    dueTo ? lte(invoices.dueDate, dueTo) : undefined,
    isOnlyOverdue(filter) ? lt(invoices.dueDate, today) : undefined,
  );
  return condition && { condition, column: sql`${invoices.dueDate}` };
}

/**
 * Counts the invoices of each class that are of some days, by the number of the class: a class without any, as those of
 * imported invoices mostly are, is absent; one of more than `most` has no bound.
 */
export async function countDays(
  db: Reader,
  classes: readonly ListClass[],
  cases: readonly IndexedCase[],
  most: number,
): Promise<ReadonlyMap<number, number>> {
  // In the order of the index, so that it is read to the limit and not as a whole for a bitmap.
  const counts = classes.flatMap((one) => {
    const number = sql.raw(String(toClassNumber(one)));
    return cases.map(
      ({ condition, column }) => sql`select ${number} as class, count(*)::int as count from (
        select from ${invoices} where ${and(isInClass(one), condition)}
        order by ${column} limit ${most + 1}) as counted`,
    );
  });
  if (counts.length === 0) return new Map();
  const rows = await db.execute<{ class: number; count: number }>(sql`
    select class, sum(count)::int as count from (${sql.join(counts, sql` union all `)}) as counted
    group by class having sum(count) > 0`);
  return new Map(rows.map((row) => [row.class, row.count <= most ? row.count : Number.POSITIVE_INFINITY]));
}
