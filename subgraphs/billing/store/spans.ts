import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { OrderType } from '#platform/graphql/cursor-value.ts';
import { parseEpochDay } from '#schema/calendar/day.ts';
import type { Period } from '../totals/period.ts';
import type { IdRange } from './job-ids.ts';

/** Spans that follow each other, both ends included (`spanCounts`). */
export interface SpanRun {
  readonly first: number;
  readonly last: number;
}

const spanDays = 32;
const spanMs = spanDays * 86_400_000;
/** The logarithm of the number of invoice numbers in a span, to base 2. */
const numberBits = 14n;
/** The last millisecond that an id has room for. */
const lastIdMs = 2 ** 48 - 1;

const toSpan = (day: string) => Math.floor(parseEpochDay(day) / spanDays);

/** The spans that have days of a period. */
export function toSpansOf({ from, to }: Period): SpanRun {
  return {
    first: from === undefined ? Number.NEGATIVE_INFINITY : toSpan(from),
    last: to === undefined ? Number.POSITIVE_INFINITY : toSpan(to),
  };
}

/** The spans of which a period has all days; the last may come before the first. */
export function toWholeSpansOf({ from, to }: Period): SpanRun {
  return {
    first: from === undefined ? Number.NEGATIVE_INFINITY : Math.ceil(parseEpochDay(from) / spanDays),
    last: to === undefined ? Number.POSITIVE_INFINITY : Math.floor((parseEpochDay(to) + 1) / spanDays) - 1,
  };
}

/** The part, from 0 to 1, that the days of a period are of all days of its spans. */
export function toShareOfSpans(period: Period): number {
  const { from, to } = period;
  if (from === undefined || to === undefined) return 1;
  const { first, last } = toSpansOf(period);
  return (parseEpochDay(to) - parseEpochDay(from) + 1) / ((last - first + 1) * spanDays);
}

/** The span of the value of a cursor; that of a bigint is one of our own numbers. */
export function toSpanOfValue(value: string, type: OrderType): number {
  if (type === 'bigint') return Number(BigInt(value) >> numberBits);
  if (type === 'uuid') return Math.floor(Number.parseInt(value.replace('-', '').slice(0, 12), 16) / spanMs);
  return toSpan(value.slice(0, 10));
}

/** The first value of a span. */
export function toBeginningOfSpan(span: number, type: OrderType): SQL {
  if (type === 'bigint') return sql`${String(BigInt(span) << numberBits)}::bigint`;
  if (type === 'date') return sql`(date '1970-01-01' + ${span * spanDays}::integer)`;
  return sql`to_timestamp(${(span * spanMs) / 1_000}::float8)`;
}

/** The run of spans that has the times of a range of ids. */
export function toRunOfIds({ first, last }: IdRange): SpanRun {
  return { first: toSpanOfValue(first, 'uuid'), last: toSpanOfValue(last, 'uuid') };
}

/** The ids whose times lie in a run of spans. */
export function toIdsOfRun({ first, last }: SpanRun): IdRange {
  return {
    first: `${toIdBeginning(first * spanMs)}-0000-0000-000000000000`,
    last: `${toIdBeginning((last + 1) * spanMs - 1)}-ffff-ffff-ffffffffffff`,
  };
}

function toIdBeginning(ms: number): string {
  const time = Math.min(ms, lastIdMs).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}

/** Joins spans to runs that leave out the largest gaps between them. */
export function toRuns(spans: readonly number[], most: number): SpanRun[] {
  const sorted = [...new Set(spans)].toSorted((one, other) => one - other);
  const gaps = sorted
    .flatMap((span, nth) => {
      const next = sorted[nth + 1];
      return next === undefined || next === span + 1 ? [] : { nth, size: next - span };
    })
    .toSorted((one, other) => other.size - one.size)
    .slice(0, most - 1)
    .map(({ nth }) => nth);
  const ends = [...gaps, sorted.length - 1].toSorted((one, other) => one - other);
  return ends.flatMap((end, nth) => {
    const [first, last] = [sorted[nth === 0 ? 0 : (ends[nth - 1] ?? 0) + 1], sorted[end]];
    return first === undefined || last === undefined ? [] : { first, last };
  });
}
