import { and, gte, isNull, lte, or, type SQL, sql } from '#platform/database/drizzle.ts';
import type { AnyPgColumn } from '#platform/database/drizzle-tables.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { addDays } from '#schema/calendar/day.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { inClasses } from '../totals/cells.ts';
import type { Period } from '../totals/period.ts';
import { spanCounts } from '../totals-tables.ts';
import type { ListOrder, OrderPart } from './invoice-order.ts';
import type { IdRange } from './job-ids.ts';
import { firstImportedClass, type ListClass, toClassNumber } from './list-class.ts';
import { findYear, toNumberPrefix } from './number-prefix.ts';
import { isOnlyOverdue } from './settlement-condition.ts';
import { type SpanRun, toRunOfIds, toRuns, toShareOfSpans, toSpansOf, toWholeSpansOf } from './spans.ts';

const { createdSpan, issuedSpan, dueSpan, firstPaidSpan, lastPaidSpan } = spanCounts;

/** The days that a filter names, or that follow from it; at least one period is there. */
interface FilterDays {
  readonly issued: Period | undefined;
  readonly due: Period | undefined;
  readonly paid: Period | undefined;
  /** The year of our own invoices whose numbers begin with a text. */
  readonly series: Period | undefined;
  /** The spans of the ids of an import. */
  readonly created: SpanRun | undefined;
}

/** The invoices of a class that may be of a filter's days. */
export interface ClassSpans {
  /** At most so many invoices are of these days, at least so many, and so many if the days of a span have equally many. */
  readonly most: number;
  readonly least: number;
  readonly likely: number;
  /** The runs of spans in which an order meets them: by the value of its first part, and by id. */
  readonly byValue: readonly SpanRun[];
  /** Undefined if an id without a time is among them. */
  readonly byId: readonly SpanRun[] | undefined;
}

/** Each run is a branch of the statement. */
const mostRuns = 3;

/** Reads the days of a filter; undefined if it names none. */
export function toFilterDays(
  filter: Readable<InvoiceFilter> | null | undefined,
  { today, jobIds }: { readonly today: string; readonly jobIds?: IdRange | undefined },
): FilterDays | undefined {
  if (filter === null || filter === undefined) return undefined;
  const { issuedFrom, issuedTo, dueFrom, paidFrom, paidTo } = filter;
  const ends = [filter.dueTo, isOnlyOverdue(filter) ? addDays(today, -1) : undefined].filter((day) => !!day);
  const year = findYear(toNumberPrefix(filter) ?? '');
  const days = {
    issued: toPeriod(issuedFrom, issuedTo),
    due: toPeriod(dueFrom, ends.toSorted()[0]),
    paid: toPeriod(paidFrom, paidTo),
    series: year === undefined ? undefined : { from: `${year}-01-01`, to: `${year}-12-31` },
    created: jobIds && toRunOfIds(jobIds),
  };
  return Object.values(days).some((one) => one !== undefined) ? days : undefined;
}

function toPeriod(from: string | null | undefined, to: string | null | undefined): Period | undefined {
  return from || to ? { from: from || undefined, to: to || undefined } : undefined;
}

/** Loads the spans of the invoices of some days, by the number of their class; a class without any is absent. */
export async function loadListSpans(
  db: Reader,
  days: FilterDays,
  classes: readonly ListClass[],
  { parts: [first] }: ListOrder,
): Promise<ReadonlyMap<number, ClassSpans>> {
  const value = first?.spans ?? sql`null::integer`;
  const isById = first?.type === 'uuid';
  // Of invoices with a value of the order, the time of the id matters only if it is that value.
  const created = isById ? createdSpan : sql`case when ${value} is null then ${createdSpan} end`;
  const rows = await db.execute<SpanRow>(sql`
    select class, ${value} as value, ${created} as created, sum(invoices)::float8 as most,
      coalesce(sum(invoices) filter (where ${isSurelyOf(days)}), 0)::float8 as least
    from ${spanCounts} where ${and(inClasses(classes), mayBeOf(days))}
    group by 1, 2, 3 having sum(invoices) > 0`);
  const byClass = Map.groupBy(rows, (row) => row.class);
  const periods = [days.issued, days.due, days.paid].filter((period) => period !== undefined);
  const share = Math.min(1, ...periods.map(toShareOfSpans));
  return new Map([...byClass].map(([number, ofClass]) => [number, toClassSpans(ofClass, { isById, share })]));
}

/** A type alias: rows of SQL are made of it. */
type SpanRow = {
  readonly class: number;
  readonly value: number | null;
  readonly created: number | null;
  readonly most: number;
  readonly least: number;
};

function toClassSpans(
  rows: readonly SpanRow[],
  { isById, share }: { readonly isById: boolean; readonly share: number },
): ClassSpans {
  const ofValue = rows.flatMap(({ value }) => value ?? []);
  const others = isById ? rows : rows.filter(({ value }) => value === null);
  const ofId = others.map(({ created }) => created);
  const most = rows.reduce((all, row) => all + row.most, 0);
  const least = rows.reduce((all, row) => all + row.least, 0);
  return {
    most,
    least,
    likely: Math.max(least, most * share),
    byValue: toRuns(ofValue, mostRuns),
    byId: ofId.includes(null)
      ? undefined
      : toRuns(
          ofId.flatMap((span) => span ?? []),
          mostRuns,
        ),
  };
}

/** The runs in which a part of an order meets invoices of a class; undefined if they may be anywhere. */
export function findRuns(
  spans: ReadonlyMap<number, ClassSpans> | undefined,
  part: OrderPart,
  one: ListClass,
): readonly SpanRun[] | undefined {
  if (spans === undefined) return undefined;
  const ofClass = spans.get(toClassNumber(one));
  if (ofClass === undefined) return [];
  if (part.name !== undefined || part.type === 'uuid') return ofClass.byId;
  return part.spans === undefined ? undefined : ofClass.byValue;
}

/** The condition that invoices of these spans may be of the days. */
function mayBeOf({ issued, due, paid, series, created }: FilterDays): SQL | undefined {
  const [first, last] = [paid && toSpansOf({ from: paid.from }), paid && toSpansOf({ to: paid.to })];
  return and(
    issued && isWithin(issuedSpan, toSpansOf(issued)),
    due && isWithin(dueSpan, toSpansOf(due)),
    first && isWithin(lastPaidSpan, first),
    last && isWithin(firstPaidSpan, last),
    series &&
      or(sql`class >= ${sql.raw(String(firstImportedClass))}`, isWithin(issuedSpan, toSpansOf(series))),
    created && or(isNull(createdSpan), isWithin(createdSpan, created)),
  );
}

/** The condition that all invoices of these spans are of the days. */
function isSurelyOf({ issued, due, paid }: FilterDays): SQL | undefined {
  return and(
    sql`true`,
    issued && isWithin(issuedSpan, toWholeSpansOf(issued)),
    due && isWithin(dueSpan, toWholeSpansOf(due)),
    // The first payment or the last one is among them.
    paid && or(...[firstPaidSpan, lastPaidSpan].map((span) => isWithin(span, toWholeSpansOf(paid)))),
  );
}

function isWithin(span: AnyPgColumn, { first, last }: SpanRun): SQL | undefined {
  if (Number.isFinite(first) && Number.isFinite(last)) return and(gte(span, first), lte(span, last));
  if (Number.isFinite(first)) return gte(span, first);
  return Number.isFinite(last) ? lte(span, last) : undefined;
}
