import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import { invoices } from '../tables.ts';
import type { OrderPart } from './invoice-order.ts';
import type { IdRange } from './job-ids.ts';
import { firstImportedClass, type ListClass, toClassNumber } from './list-class.ts';
import type { ListPlace } from './list-place.ts';
import { type SpanRun, toBeginningOfSpan, toIdsOfRun, toSpanOfValue } from './spans.ts';

/** The places in one part of a list between which invoices are read: the lower one and the upper one. */
export interface StretchEnds {
  readonly low: ListPlace | undefined;
  readonly high: ListPlace | undefined;
  /** The range of ids outside of which no invoice passes. */
  readonly ids?: IdRange | undefined;
  /** The spans outside of which no invoice passes. */
  readonly run?: SpanRun | undefined;
}

/** Invoices of one class, or of all, that an index has in order. */
export interface Stretch {
  /** The values that the index is ordered by. */
  readonly keys: readonly SQL[];
  /** A condition that follows from the class. */
  readonly condition?: SQL;
  /** The class and the ends, each end as one comparison: an index is read from the place that a single comparison names. */
  readonly bounds: readonly StretchBound[];
}

/** A comparison of keys of a stretch with values. */
interface StretchBound {
  readonly keys: readonly SQL[];
  readonly sign: '=' | '>' | '>=' | '<' | '<=';
  readonly values: readonly SQL[];
}

const id = sql`${invoices.id}`;
const listClass = sql`${invoices.listClass}`;
const isOfOwnClass = sql`${listClass} < ${sql.raw(String(firstImportedClass))}`;

/** True if the invoices of a class that are in a part are in the order of their ids alone. */
export function isById(part: OrderPart, one: ListClass | undefined): boolean {
  return part.type === 'uuid' || (isWithoutValue(part) && one?.origin !== 'OWN');
}

const isWithoutValue = ({ name, type }: OrderPart) => name !== undefined && type !== 'uuid';

/**
 * The stretch of a part, in the order of the index that has the part. By id, the class is given as a range and as the first
 * key, as only the index of classes has that order: PostgreSQL takes every class to be spread evenly over the ids, and otherwise
 * may walk the primary key from the newest invoice to the first of a class that ended years ago.
 */
export function toStretch(part: OrderPart, one: ListClass | undefined, ends: StretchEnds): Stretch {
  const { low, high, run } = ends;
  const ofRun = run && toIdsOfRun(run);
  if (isById(part, one))
    return one === undefined
      ? { keys: [id], bounds: toIdBounds(ends) }
      : toClassStretch(one, { low, high, ids: intersect(ends.ids, ofRun) });
  const keys = [part.expression, id];
  const ofClass = toBounds([listClass], '=', one && [toNumber(one)]);
  // No value can be compared, but only the index of the order has the ids of those without one in order.
  if (isWithoutValue(part))
    return {
      keys,
      condition: isOfOwnClass,
      bounds: [...ofClass, ...toIdBounds(ends), ...toRangeBounds(ofRun)],
    };
  const toValues = (place: ListPlace) => [sql`${place.value}::${sql.raw(part.type)}`, toId(place)];
  // By the end that is nearer, as an index is read from the place that a single comparison names.
  const isFromPlace = run === undefined || (low !== undefined && toSpanOf(part, low) >= run.first);
  const isToPlace = run === undefined || (high !== undefined && toSpanOf(part, high) <= run.last);
  const from = isFromPlace
    ? toBounds(keys, '>', low && toValues(low))
    : toBounds([part.expression], '>=', [toBeginningOfSpan(run.first, part.type)]);
  const to = isToPlace
    ? toBounds(keys, '<', high && toValues(high))
    : toBounds([part.expression], '<', [toBeginningOfSpan(run.last + 1, part.type)]);
  return { keys, bounds: [...ofClass, ...from, ...to] };
}

/** The condition of lying in a stretch. */
export function isInStretch({ condition, bounds }: Stretch): SQL | undefined {
  return and(condition, ...bounds.map(({ keys, sign, values }) => compare(keys, sign, values)));
}

/** The condition of lying between the ends, of rows that have the id and the value of a part as a key. */
export function isBetween(part: OrderPart, { low, high }: StretchEnds): SQL | undefined {
  const isByIdAlone = part.type === 'uuid' || isWithoutValue(part);
  const keys = isByIdAlone ? [sql`id`] : [sql`key`, sql`id`];
  const toValues = (place: ListPlace) =>
    isByIdAlone ? [toId(place)] : [sql`${place.value}::${sql.raw(part.type)}`, toId(place)];
  return and(low && compare(keys, '>', toValues(low)), high && compare(keys, '<', toValues(high)));
}

/** True if a run of spans has a place between the ends. */
export function meetsRun(part: OrderPart, { low, high }: StretchEnds, { first, last }: SpanRun): boolean {
  const isAfterAll = low !== undefined && toSpanOf(part, low) > last;
  return !isAfterAll && (high === undefined || toSpanOf(part, high) >= first);
}

/** The span of a place: of its id in parts whose invoices have no value of the order. */
function toSpanOf({ name, type }: OrderPart, { value, id: ofPlace }: ListPlace): number {
  return name === undefined && type !== 'uuid' ? toSpanOfValue(value, type) : toSpanOfValue(ofPlace, 'uuid');
}

function intersect(one: IdRange | undefined, other: IdRange | undefined): IdRange | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const [, first = one.first] = [one.first, other.first].toSorted();
  const [last = one.last] = [one.last, other.last].toSorted();
  return { first, last };
}

function toIdBounds({ low, high }: StretchEnds): StretchBound[] {
  return [...toBounds([id], '>', low && [toId(low)]), ...toBounds([id], '<', high && [toId(high)])];
}

function toRangeBounds(ids: IdRange | undefined): StretchBound[] {
  if (ids === undefined) return [];
  return [
    ...toBounds([id], '>=', [toId({ id: ids.first })]),
    ...toBounds([id], '<=', [toId({ id: ids.last })]),
  ];
}

/** By one comparison for each end, as an index is read from the place that a single one names. */
function toClassStretch(one: ListClass, { low, high, ids }: StretchEnds): Stretch {
  const keys = [listClass, id];
  const number = toNumber(one);
  const isAfter = low !== undefined && (ids === undefined || low.id.toLowerCase() >= ids.first);
  const isBefore = high !== undefined && (ids === undefined || high.id.toLowerCase() <= ids.last);
  const from = isAfter
    ? toBounds(keys, '>', [number, toId(low)])
    : toBounds(keys, '>=', ids && [number, toId({ id: ids.first })]);
  const to = isBefore
    ? toBounds(keys, '<', [number, toId(high)])
    : toBounds(keys, '<=', ids && [number, toId({ id: ids.last })]);
  return {
    keys,
    bounds: [
      ...(from.length > 0 ? from : toBounds([listClass], '>=', [number])),
      ...(to.length > 0 ? to : toBounds([listClass], '<=', [number])),
    ],
  };
}

const toNumber = (one: ListClass) => sql.raw(String(toClassNumber(one)));
const toId = (place: { readonly id: string }) => sql`${place.id}::uuid`;

function toBounds(
  keys: readonly SQL[],
  sign: StretchBound['sign'],
  values: readonly SQL[] | undefined,
): StretchBound[] {
  return values === undefined ? [] : [{ keys, sign, values }];
}

function compare(keys: readonly SQL[], sign: StretchBound['sign'], values: readonly SQL[]): SQL {
  return sql`(${sql.join([...keys], sql`, `)}) ${sql.raw(sign)} (${sql.join([...values], sql`, `)})`;
}
