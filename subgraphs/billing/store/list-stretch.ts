import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import { invoices } from '../tables.ts';
import type { OrderPart } from './invoice-order.ts';
import { type IdRange, isWithinIds } from './job-ids.ts';
import { firstImportedClass, isInClass, type ListClass, toClassNumber } from './list-class.ts';
import type { ListPlace } from './list-place.ts';
import { isBeforeSpan, isFromSpan, type SpanRun, toIdsOfRun, toSpanOfValue } from './spans.ts';

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
  /** The condition of lying between the ends. */
  readonly condition: SQL | undefined;
}

const id = sql`${invoices.id}`;
const listClass = sql`${invoices.listClass}`;

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
      ? toIdStretch(ends)
      : toClassStretch(one, { low, high, ids: intersect(ends.ids, ofRun) });
  if (isWithoutValue(part)) {
    // No value can be compared, but only the index of the order has the ids of those without one in order.
    const own = sql`${listClass} < ${sql.raw(String(firstImportedClass))}`;
    const condition = and(
      one && isInClass(one),
      own,
      compare([id], '>', low, toId),
      compare([id], '<', high, toId),
      ofRun && isWithinIds(ofRun),
    );
    return { keys: [part.expression, id], condition };
  }
  const keys = [part.expression, id];
  const toValues = (place: ListPlace) => [sql`${place.value}::${sql.raw(part.type)}`, ...toId(place)];
  // By the end that is nearer, as an index is read from the place that a single comparison names.
  const isFromPlace = run === undefined || (low !== undefined && toSpanOf(part, low) >= run.first);
  const isToPlace = run === undefined || (high !== undefined && toSpanOf(part, high) <= run.last);
  const from = isFromPlace
    ? compare(keys, '>', low, toValues)
    : isFromSpan(part.expression, run.first, part.type);
  const to = isToPlace
    ? compare(keys, '<', high, toValues)
    : isBeforeSpan(part.expression, run.last + 1, part.type);
  return { keys, condition: and(one && isInClass(one), from, to) };
}

/** The condition of lying between the ends, of rows that have the id and the value of a part as a key. */
export function isBetween(part: OrderPart, { low, high }: StretchEnds): SQL | undefined {
  const isByIdAlone = part.type === 'uuid' || isWithoutValue(part);
  const keys = isByIdAlone ? [sql`id`] : [sql`key`, sql`id`];
  const toValues = (place: ListPlace) =>
    isByIdAlone ? toId(place) : [sql`${place.value}::${sql.raw(part.type)}`, ...toId(place)];
  return and(compare(keys, '>', low, toValues), compare(keys, '<', high, toValues));
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

function toIdStretch({ low, high }: StretchEnds): Stretch {
  return { keys: [id], condition: and(compare([id], '>', low, toId), compare([id], '<', high, toId)) };
}

/** By one comparison for each end, as an index is read from the place that a single one names. */
function toClassStretch(one: ListClass, { low, high, ids }: StretchEnds): Stretch {
  const keys = [listClass, id];
  const number = sql.raw(String(toClassNumber(one)));
  const toValues = (place: { readonly id: string }) => [number, ...toId(place)];
  const isAfter = low !== undefined && (ids === undefined || low.id.toLowerCase() >= ids.first);
  const isBefore = high !== undefined && (ids === undefined || high.id.toLowerCase() <= ids.last);
  const first = ids && { id: ids.first };
  const last = ids && { id: ids.last };
  const from = isAfter ? compare(keys, '>', low, toValues) : compare(keys, '>=', first, toValues);
  const to = isBefore ? compare(keys, '<', high, toValues) : compare(keys, '<=', last, toValues);
  return {
    keys,
    condition: and(from ?? sql`${listClass} >= ${number}`, to ?? sql`${listClass} <= ${number}`),
  };
}

const toId = (place: { readonly id: string }) => [sql`${place.id}::uuid`];

function compare<Place>(
  keys: readonly SQL[],
  sign: '>' | '>=' | '<' | '<=',
  place: Place | undefined,
  toValues: (place: Place) => SQL[],
): SQL | undefined {
  if (place === undefined) return undefined;
  const values = sql.join(toValues(place), sql`, `);
  return sql`(${sql.join([...keys], sql`, `)}) ${sql.raw(sign)} (${values})`;
}
