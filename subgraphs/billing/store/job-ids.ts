import { and, eq, gte, lte, ne, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import { parseId } from '../domain/reference.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { importChunks } from '../import-tables.ts';
import { invoices } from '../tables.ts';
import { type ListClass, valuesOfClasses } from './list-class.ts';

/** A range of ids, both ends included, in the lower case in which PostgreSQL writes them. */
export interface IdRange {
  readonly first: string;
  readonly last: string;
}

const { jobId, firstId, lastId } = importChunks;
const { id, importJobId } = invoices;

/** The condition that an import job brought an invoice. No index has it, so a condition on the range of ids belongs beside it. */
export function isOfJob(given: string): SQL {
  const job = parseId(given);
  return job === undefined ? sql`false` : eq(importJobId, job);
}

/** The condition that an id lies in the range that an import job gave out, which the statement itself looks up. */
export function isInRangeOf(given: string): SQL | undefined {
  const job = parseId(given);
  return job === undefined ? undefined : and(gte(id, selectFirst(job)), lte(id, selectLast(job)));
}

/** The condition that an id lies in a range: as values, the ends let PostgreSQL expect about as many invoices as there are. */
export function isWithinIds({ first, last }: IdRange): SQL | undefined {
  return and(gte(id, first), lte(id, last));
}

/**
 * Shares the same invoices of classes of imports out: if no other import gave ids of the range out, they are all that it has,
 * which an index knows without reading them. The statement itself asks that, and reads one of the cases.
 */
export function toJobCases(given: string, ids: IdRange): (SQL | undefined)[] {
  const job = parseId(given);
  if (job === undefined) return [sql`false`];
  const overlap = and(ne(jobId, job), lte(firstId, ids.last), gte(lastId, ids.first));
  const isShared = sql`(select exists (select from ${importChunks} where ${overlap}))`;
  return [and(sql`not ${isShared}`, isWithinIds(ids)), and(isShared, eq(importJobId, job), isWithinIds(ids))];
}

/** Looks up the range of ids of a filter's import job; undefined without one, and for a job without invoices. */
export async function findJobIds(
  db: Reader,
  filter: Readable<InvoiceFilter> | null | undefined,
): Promise<IdRange | undefined> {
  const job = parseId(filter?.importJobId ?? '');
  if (job === undefined) return undefined;
  const [row] = await db.execute<{ first: string | null; last: string | null }>(sql`
    select ${selectFirst(job)}::text as first, ${selectLast(job)}::text as last`);
  const { first = null, last = null } = row ?? {};
  return first === null || last === null ? undefined : { first, last };
}

const selectFirst = (job: string) =>
  sql`(select ${firstId} from ${importChunks} where ${eq(jobId, job)} order by ${firstId} limit 1)`;
const selectLast = (job: string) =>
  sql`(select ${lastId} from ${importChunks} where ${eq(jobId, job)} order by ${lastId} desc limit 1)`;

/**
 * Counts the invoices of each class in a range of ids, by the number of the class: a class without any is absent, one of more
 * than `most` has no bound. Imports that ran at the same time share ranges.
 */
export async function countIds(
  db: Reader,
  classes: readonly ListClass[],
  ids: IdRange,
  most: number,
): Promise<ReadonlyMap<number, number>> {
  if (classes.length === 0) return new Map();
  const rows = await db.execute<{ class: number; count: number }>(sql`
    select class, (select count(*)::int from (
      select from ${invoices} where ${and(sql`${invoices.listClass} = wanted.class`, isWithinIds(ids))}
      order by ${invoices.listClass}, ${id} limit ${most + 1}) as counted) as count
    from ${valuesOfClasses(classes)} as wanted (class)`);
  return new Map(
    rows
      .filter(({ count }) => count > 0)
      .map(({ class: number, count }) => [number, count > most ? Number.POSITIVE_INFINITY : count]),
  );
}
