import { and, gte, lt, lte, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { invoices } from '../tables.ts';
import { isInClass, listClasses, toClassNumber } from './list-class.ts';
import type { ListSelection } from './read-list.ts';

/** So many invoices of a class are counted within some milliseconds; one more than are sorted. */
const mostCountedOfClass = 40_001;

/** The fields of a filter whose invoices are counted by their days of payment, or are few fewer. */
const countedFields: ReadonlySet<string> = new Set([
  'status',
  'derivedStatus',
  'origin',
  'kind',
  'dueFrom',
  'dueTo',
  'isOverdue',
]);

/** True if a filter sets no condition besides its classes, its days of payment and being overdue. */
export function isByDueDays(filter: Readable<InvoiceFilter> | null | undefined): boolean {
  return Object.entries(filter ?? {}).every(
    ([name, value]) => value === null || value === undefined || countedFields.has(name),
  );
}

/** The condition that a filter sets on days of payment; undefined if it sets none. */
export function toDueDays(
  filter: Readable<InvoiceFilter> | null | undefined,
  today: string,
): SQL | undefined {
  const { dueFrom, dueTo, isOverdue, derivedStatus } = filter ?? {};
  const isLate = isOverdue || (derivedStatus?.length === 1 && derivedStatus[0] === 'OVERDUE');
  return and(
    dueFrom ? gte(invoices.dueDate, dueFrom) : undefined,
    dueTo ? lte(invoices.dueDate, dueTo) : undefined,
    isLate ? lt(invoices.dueDate, today) : undefined,
  );
}

/**
 * The number of invoices of each class that are due on some days, by the number of the class: a class without any, as those of
 * imported invoices mostly are, is absent; one of more than are counted has no bound.
 */
export async function countDue(
  db: Reader,
  { classes }: ListSelection,
  days: SQL,
): Promise<ReadonlyMap<number, number>> {
  // In the order of the index, so that it is read to the limit and not as a whole for a bitmap.
  const counts = (classes ?? listClasses).map((one) => {
    const number = sql.raw(String(toClassNumber(one)));
    return sql`select ${number} as class, count(*)::int as count from (
      select from ${invoices} where ${and(isInClass(one), days)}
      order by ${invoices.dueDate} limit ${mostCountedOfClass}) as due`;
  });
  if (counts.length === 0) return new Map();
  const rows = await db.execute<{ class: number; count: number }>(sql.join(counts, sql` union all `));
  return new Map(
    rows
      .filter(({ count }) => count > 0)
      .map((row) => [row.class, row.count < mostCountedOfClass ? row.count : Infinity]),
  );
}
