import { and, gte, lt, lte, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { invoices } from '../tables.ts';
import { isInClass, listClasses, toClassNumber } from './list-class.ts';
import { type IndexedCase, toPaidCases, toPaidDays } from './paid-days.ts';
import type { ListSelection } from './read-list.ts';

/** The days of a filter whose invoices indexes count: days of payment, or else due days. */
export interface CountedDays {
  readonly cases: readonly IndexedCase[];
  /** ALL if the filter sets no other condition besides its classes, MOST if few of these days do not pass it. */
  readonly extent: 'ALL' | 'MOST' | 'SOME';
}

const classFields = ['status', 'derivedStatus', 'origin', 'kind'];
const countedFields = {
  paid: new Set([...classFields, 'paidFrom', 'paidTo']),
  due: new Set([...classFields, 'dueFrom', 'dueTo', 'isOverdue']),
};

/** Finds the days of a filter that can be counted; undefined if it sets no such condition. */
export function toCountedDays(
  filter: Readable<InvoiceFilter> | null | undefined,
  today: string,
): CountedDays | undefined {
  const paid = toPaidDays(filter);
  const due = toDueDays(filter, today);
  const cases =
    paid === undefined ? due && [{ condition: due, column: sql`${invoices.dueDate}` }] : toPaidCases(paid);
  if (cases === undefined) return undefined;
  const fields = countedFields[paid === undefined ? 'due' : 'paid'];
  const others = Object.entries(filter ?? {}).filter(
    ([name, value]) => value !== null && value !== undefined && !fields.has(name),
  );
  if (others.length > 0) return { cases, extent: 'SOME' };
  const { isOverdue, derivedStatus } = filter ?? {};
  if (isOverdue === false) return { cases, extent: 'SOME' };
  return { cases, extent: isOverdue || derivedStatus ? 'MOST' : 'ALL' };
}

/** The condition that a filter sets on due days; undefined if it sets none. */
function toDueDays(filter: Readable<InvoiceFilter> | null | undefined, today: string): SQL | undefined {
  const { dueFrom, dueTo, isOverdue, derivedStatus } = filter ?? {};
  const isLate = isOverdue || (derivedStatus?.length === 1 && derivedStatus[0] === 'OVERDUE');
  return and(
    dueFrom ? gte(invoices.dueDate, dueFrom) : undefined,
    dueTo ? lte(invoices.dueDate, dueTo) : undefined,
    isLate ? lt(invoices.dueDate, today) : undefined,
  );
}

/**
 * Counts the invoices of each class that are of some days, by the number of the class: a class without any, as those of
 * imported invoices mostly are, is absent; one of more than `most` has no bound.
 */
export async function countDays(
  db: Reader,
  { classes }: ListSelection,
  { cases }: CountedDays,
  most: number,
): Promise<ReadonlyMap<number, number>> {
  // In the order of the index, so that it is read to the limit and not as a whole for a bitmap.
  const counts = (classes ?? listClasses).flatMap((one) => {
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
  return new Map(rows.map((row) => [row.class, row.count <= most ? row.count : Infinity]));
}
