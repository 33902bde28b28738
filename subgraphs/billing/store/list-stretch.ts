import { and, eq, type SQL, sql } from '#platform/database/drizzle.ts';
import { invoices, listClass } from '../tables.ts';
import type { OrderPart } from './invoice-order.ts';
import { isInClass, type ListClass, toClassNumber } from './list-class.ts';
import type { ListPlace } from './list-place.ts';

/** The places in one part of a list between which invoices are read: the lower one and the upper one. */
export interface StretchEnds {
  readonly low: ListPlace | undefined;
  readonly high: ListPlace | undefined;
}

/** Invoices of one class, or of all, that an index has in order. */
export interface Stretch {
  /** The values that the index is ordered by. */
  readonly keys: readonly SQL[];
  /** The condition of lying between the ends. */
  readonly condition: SQL | undefined;
}

const id = sql`${invoices.id}`;

/**
 * The stretch of a part. Its class is given as a range and its first key, as only the index of the order has that order:
 * PostgreSQL takes every value to be spread evenly over the ids, and otherwise may walk the primary key from the newest
 * invoice to the first of a class that ended years ago.
 */
export function toStretch(part: OrderPart, one: ListClass | undefined, { low, high }: StretchEnds): Stretch {
  const isWithoutValue = part.name !== undefined && part.type !== 'uuid';
  if (isWithoutValue && one?.origin === 'OWN') {
    // No value can be compared, but only the index of the order has the ids of those without one in order.
    const own = eq(invoices.origin, 'OWN');
    const condition = and(isInClass(one), own, compare([id], '>', low, toId), compare([id], '<', high, toId));
    return { keys: [part.expression, id], condition };
  }
  // The index of an order leaves imported invoices without a value to the index of classes.
  const isById = part.type === 'uuid' || isWithoutValue;
  const number = one && sql.raw(String(toClassNumber(one)));
  const keys = [...(number ? [listClass] : []), ...(isById ? [] : [part.expression]), id];
  const toValues = (place: ListPlace) => [
    ...(number ? [number] : []),
    ...(isById ? [] : [sql`${place.value}::${sql.raw(part.type)}`]),
    ...toId(place),
  ];
  const from = number && sql`${listClass} >= ${number}`;
  const to = number && sql`${listClass} <= ${number}`;
  return {
    keys,
    condition: and(compare(keys, '>', low, toValues) ?? from, compare(keys, '<', high, toValues) ?? to),
  };
}

const toId = (place: ListPlace) => [sql`${place.id}::uuid`];

function compare(
  keys: readonly SQL[],
  sign: '>' | '<',
  place: ListPlace | undefined,
  toValues: (place: ListPlace) => SQL[],
): SQL | undefined {
  if (place === undefined) return undefined;
  const values = sql.join(toValues(place), sql`, `);
  return sql`(${sql.join([...keys], sql`, `)}) ${sql.raw(sign)} (${values})`;
}
