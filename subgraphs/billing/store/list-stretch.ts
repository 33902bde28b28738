import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import { invoices } from '../tables.ts';
import type { OrderPart } from './invoice-order.ts';
import { firstImportedClass, isInClass, type ListClass, toClassNumber } from './list-class.ts';
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
const listClass = sql`${invoices.listClass}`;

/**
 * The stretch of a part, in the order of the index that has the part. By id, the class is given as a range and as the first
 * key, as only the index of classes has that order: PostgreSQL takes every class to be spread evenly over the ids, and otherwise
 * may walk the primary key from the newest invoice to the first of a class that ended years ago.
 */
export function toStretch(part: OrderPart, one: ListClass | undefined, { low, high }: StretchEnds): Stretch {
  const isWithoutValue = part.name !== undefined && part.type !== 'uuid';
  if (isWithoutValue && one?.origin === 'OWN') {
    // No value can be compared, but only the index of the order has the ids of those without one in order.
    const own = sql`${listClass} < ${sql.raw(String(firstImportedClass))}`;
    const condition = and(isInClass(one), own, compare([id], '>', low, toId), compare([id], '<', high, toId));
    return { keys: [part.expression, id], condition };
  }
  // The index of an order leaves imported invoices without a value to the index of classes.
  const isById = part.type === 'uuid' || isWithoutValue;
  const number = one && sql.raw(String(toClassNumber(one)));
  if (isById && number !== undefined) {
    const keys = [listClass, id];
    const toValues = (place: ListPlace) => [number, ...toId(place)];
    const from = compare(keys, '>', low, toValues) ?? sql`${listClass} >= ${number}`;
    const to = compare(keys, '<', high, toValues) ?? sql`${listClass} <= ${number}`;
    return { keys, condition: and(from, to) };
  }
  const keys = isById ? [id] : [part.expression, id];
  const toValues = (place: ListPlace) => [
    ...(isById ? [] : [sql`${place.value}::${sql.raw(part.type)}`]),
    ...toId(place),
  ];
  return {
    keys,
    condition: and(
      one && isInClass(one),
      compare(keys, '>', low, toValues),
      compare(keys, '<', high, toValues),
    ),
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
