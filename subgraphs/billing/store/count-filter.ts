import type { Reader } from '#platform/database/transaction.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { countIds, type IdRange } from './job-ids.ts';
import type { ListClass } from './list-class.ts';
import { countNumbers, isOfWholeYears, mostNumbers, toNumberPrefix } from './number-prefix.ts';
import { mostNarrow } from './read-narrow-list.ts';
import { isOnlyOverdue } from './settlement-condition.ts';

/** A part of a filter whose invoices an index has together and counts. */
export interface CountedFilter {
  /** ALL if the filter sets no other condition besides its classes, MOST if few of the counted invoices do not pass it. */
  readonly extent: 'ALL' | 'MOST' | 'SOME';
  /** Of this number in all, the invoices are found and sorted at once. */
  readonly mostNarrow: number;
  /** So many of a class are sorted from that index alone; undefined if the filter asks for more than it has. */
  readonly mostSorted: number | undefined;
  /** Counts the invoices of each class by its number; a class without any is absent, one of very many has no bound. */
  count(db: Reader, classes: readonly ListClass[]): Promise<ReadonlyMap<number, number>>;
}

type Field = keyof Readable<InvoiceFilter>;

const classFields: readonly Field[] = ['status', 'origin', 'kind'];
const dayFields: readonly Field[] = ['issuedFrom', 'issuedTo', 'dueFrom', 'dueTo', 'paidFrom', 'paidTo'];
/** The fields whose columns the indexes of days of payment and of our own numbers have. */
const coveredFields: readonly Field[] = [
  ...classFields,
  'issuedFrom',
  'issuedTo',
  'dueFrom',
  'dueTo',
  'currency',
  'minTotal',
  'maxTotal',
];

/** Finds the part of a filter that an index counts; undefined if it has none. */
export function toCountedFilter(
  filter: Readable<InvoiceFilter> | null | undefined,
  jobIds: IdRange | undefined,
): CountedFilter | undefined {
  if (filter === null || filter === undefined) return undefined;
  return (jobIds && toJob(filter, jobIds)) ?? toNumbers(filter);
}

/** The same for the days of a filter, whose invoices are counted by spans; SOME also if it names none. */
export function toExtentOfDays(filter: Readable<InvoiceFilter>): CountedFilter['extent'] {
  if (hasOnly(filter, [...dayFields, ...classFields])) return 'ALL';
  const isLate =
    isOnlyOverdue(filter) && hasOnly(filter, [...dayFields, ...classFields, 'isOverdue', 'derivedStatus']);
  return isLate ? 'MOST' : 'SOME';
}

/** True if the indexes of days of payment have all columns that a filter asks for. */
export function isOfPaymentIndexes(filter: Readable<InvoiceFilter>): boolean {
  return hasOnly(filter, ['paidFrom', 'paidTo', ...coveredFields]);
}

/** True if an index that has the days of payment or an import together tells whether more invoices pass than are counted. */
export function isBoundedByIndex(filter: Readable<InvoiceFilter>): boolean {
  const { importJobId, paidFrom, paidTo } = filter;
  const isOfIndex = hasOnly(filter, ['importJobId', 'paidFrom', 'paidTo', ...coveredFields]);
  return isOfIndex && Boolean(importJobId || paidFrom || paidTo);
}

/** So many invoices of an import are sorted sooner than an order comes to them, as those of others may lie between them. */
const mostSorted = 20_000;

/** An import that ran at the same time may have invoices between those of a job, but mostly there is none. */
function toJob(filter: Readable<InvoiceFilter>, ids: IdRange): CountedFilter {
  const isAlone = hasOnly(filter, ['importJobId', ...classFields]);
  return {
    extent: isAlone ? 'MOST' : 'SOME',
    mostNarrow,
    mostSorted,
    count: (db, classes) => countIds(db, classes, ids, mostSorted),
  };
}

function toNumbers(filter: Readable<InvoiceFilter>): CountedFilter | undefined {
  const prefix = toNumberPrefix(filter);
  if (prefix === undefined) return undefined;
  // Of whole years the walk in an order passes over all other years, and meets hardly anything else.
  const ofIndex = isOfWholeYears(prefix) ? mostNarrow : 120_000;
  const most = hasOnly(filter, ['numberPrefix', ...coveredFields]) ? ofIndex : undefined;
  return {
    extent: toExtentOfNumbers(filter),
    mostNarrow: mostNumbers,
    mostSorted: most,
    count: (db, classes) => countNumbers(db, classes, prefix, most ?? mostNumbers),
  };
}

/** Of imported numbers it may be known only that they have the beginning, but not in which of their classes. */
function toExtentOfNumbers(filter: Readable<InvoiceFilter>): CountedFilter['extent'] {
  if (hasOnly(filter, ['numberPrefix'])) return 'ALL';
  return hasOnly(filter, ['numberPrefix', ...classFields]) ? 'MOST' : 'SOME';
}

/** True if a filter sets no other fields than these. */
export function hasOnly(filter: Readable<InvoiceFilter>, fields: readonly Field[]): boolean {
  const known: ReadonlySet<string> = new Set(fields);
  return Object.entries(filter).every(
    ([name, value]) => value === null || value === undefined || known.has(name),
  );
}
