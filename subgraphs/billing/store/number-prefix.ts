import { and, gte, lte, type SQL, sql } from '#platform/database/drizzle.ts';
import { toPrefixPattern } from '#platform/database/like-pattern.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { isPlainText, normaliseText } from '#platform/text/plain-text.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { importedBeginningLength } from '../list-indexes.ts';
import { invoices } from '../tables.ts';
import { firstImportedClass, type ListClass, toClassNumber, valuesOfClasses } from './list-class.ts';

/** Conditions that follow from that of a list for the invoices of a class. */
export interface FollowingConditions {
  /** By this one, an index in the order of the list passes over other invoices without reading them. */
  readonly inOrder?: SQL | undefined;
  /** By this one, PostgreSQL knows an index that has the invoices together. */
  readonly together?: SQL | undefined;
}

/** Invoices of so few numbers are found and sorted, whatever their classes. */
export const mostNumbers = 20_000;

/** The beginning of numbers that a filter asks for, in the form in which they are stored; undefined if all numbers have it. */
export function toNumberPrefix(filter: Readable<InvoiceFilter> | null | undefined): string | undefined {
  return normaliseText(filter?.numberPrefix ?? '') || undefined;
}

/** The condition that a number begins with a text. */
export function beginsWith(prefix: string): SQL {
  return isPlainText(prefix) ? sql`${invoices.number} like ${toPrefixPattern(prefix)}` : sql`false`;
}

/**
 * Finds the year of our own numbers that begin with a text: a number has its year before all other digits (the check
 * `invoices_number_form`). Undefined if the text does not have all of it.
 */
export function findYear(prefix: string): string | undefined {
  return /^[^0-9]*([1-9][0-9]{3})(?![0-9])/v.exec(prefix)?.[1];
}

/**
 * The conditions that a beginning of numbers sets for our own invoices besides: they are in a series, and an order may pass over
 * other years.
 */
export function followFromPrefix(prefix: string, { origin }: ListClass): FollowingConditions {
  if (origin !== 'OWN') return {};
  const year = findYear(prefix);
  const { issueDate } = invoices;
  const isOfYear = year && and(gte(issueDate, `${year}-01-01`), lte(issueDate, `${year}-12-31`));
  return { inOrder: isOfYear || undefined, together: isInSeries };
}

const isInSeries = sql`${invoices.series} is not null`;

/** True if a beginning has no digit of the sequence: then it is that of all numbers of some years. */
export function isOfWholeYears(prefix: string): boolean {
  return /^[^0-9]*[0-9]{0,4}[^0-9]*$/v.test(prefix);
}

/**
 * Counts the invoices of each class whose numbers begin with a text, by the number of the class: a class without any is absent.
 * If there are more than {@link mostNumbers}, those of our own are counted up to `most`, and imported ones have no bound.
 */
export async function countNumbers(
  db: Reader,
  classes: readonly ListClass[],
  prefix: string,
  most: number,
): Promise<ReadonlyMap<number, number>> {
  // From the index of numbers alone, which has the class.
  const few = await db.execute<{ class: number; count: number }>(sql`
    select class, count(*)::int as count from (
      select ${invoices.listClass} as class from ${invoices} where ${beginsWith(prefix)} limit ${mostNumbers + 1}) as first
    group by class`);
  if (few.reduce((all, { count }) => all + count, 0) <= mostNumbers) {
    const wanted = new Set(classes.map(toClassNumber));
    return new Map(few.flatMap((row) => (wanted.has(row.class) ? [[row.class, row.count]] : [])));
  }
  const { OWN: own = [], IMPORTED: imported = [] } = Object.groupBy(classes, ({ origin }) => origin);
  const counts = [
    ...(own.length === 0 ? [] : [countOwn(own, prefix, most)]),
    ...(imported.length === 0 ? [] : [findImported(imported, prefix)]),
  ];
  if (counts.length === 0) return new Map();
  const rows = await db.execute<{ class: number; count: number | null }>(sql.join(counts, sql` union all `));
  return new Map(
    rows
      .filter(({ count }) => count !== 0)
      .map(({ class: number, count }) => [
        number,
        count === null || count > most ? Number.POSITIVE_INFINITY : count,
      ]),
  );
}

function countOwn(classes: readonly ListClass[], prefix: string, most: number): SQL {
  const condition = and(isOfWanted, isInSeries, beginsWith(prefix));
  return sql`select class, (select count(*)::int from (
      select from ${invoices} where ${condition} order by ${invoices.number} limit ${most + 1}) as counted) as count
    from ${valuesOfClasses(classes)} as wanted (class)`;
}

/**
 * Finds which classes of imported invoices may have some; their number is null, as it is not known. The offset keeps those of all
 * classes from being collected.
 */
function findImported(classes: readonly ListClass[], prefix: string): SQL {
  const beginning = toPrefixPattern([...prefix].slice(0, importedBeginningLength).join(''));
  const isImported = sql`${invoices.listClass} >= ${sql.raw(String(firstImportedClass))}`;
  const condition = and(isOfWanted, isImported, sql`${importedBeginning} like ${beginning}`);
  return sql`select class, case when exists (select from ${invoices} where ${condition} offset 0) then null else 0 end as count
    from ${valuesOfClasses(classes)} as wanted (class)`;
}

const isOfWanted = sql`${invoices.listClass} = wanted.class`;
const importedBeginning = sql`left(${invoices.number}, ${sql.raw(String(importedBeginningLength))})`;
