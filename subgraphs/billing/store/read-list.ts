import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { Cursor } from '#platform/graphql/cursor.ts';
import { invoices } from '../tables.ts';
import type { ListOrder, OrderPart } from './invoice-order.ts';
import { isInClass, type ListClass, listClasses } from './list-class.ts';
import { isBetween, type PlacedPage } from './list-place.ts';

/** The invoices of a list: those of some classes that pass a condition. */
export interface ListSelection {
  /** Undefined if all invoices of the classes pass. */
  readonly condition: SQL | undefined;
  /** Undefined for all classes. */
  readonly classes: readonly ListClass[] | undefined;
}

/** A page to read. */
export interface ListQuery extends ListSelection, PlacedPage {
  readonly order: ListOrder;
  readonly limit: number;
}

/**
 * Reads the cursors of a page from indexes that have its order: one statement for each part of the order until the page is
 * full. In a part, the first invoices of each class are read and the first of all of them kept.
 */
export async function readOrderedPage(db: Reader, query: ListQuery): Promise<Cursor[]> {
  const { order, after, before } = query;
  const isForward = (order.direction === 'ASC') === (query.direction === 'asc');
  const [first = 0, last = order.parts.length - 1] = [after?.part, before?.part];
  const numbered = order.parts.map((part, nth) => ({ part, nth })).slice(first, last + 1);
  const found: Cursor[] = [];
  for (const { part, nth } of isForward ? numbered : numbered.toReversed()) {
    const missing = query.limit - found.length;
    if (missing > 0) found.push(...(await readPart(db, query, { part, nth, limit: missing })));
  }
  return found;
}

async function readPart(
  db: Reader,
  { order, condition, classes, ...places }: ListQuery,
  { part, nth, limit }: { part: OrderPart; nth: number; limit: number },
): Promise<Cursor[]> {
  const { expression, name } = part;
  const direction = sql.raw(places.direction);
  const selectFrom = (inClass: SQL | undefined) => sql`(
    select ${invoices.id} as id, ${expression} as key from ${invoices}
    where ${and(sql`true`, inClass, condition, part.condition, isBetween(part, nth, order, places))}
    order by ${expression} ${direction}, ${invoices.id} ${direction} limit ${limit})`;
  const held = (classes ?? listClasses).filter(part.holds);
  if (held.length === 0) return [];
  const isOfAll = order.isOfAllClasses && classes === undefined;
  const selections = isOfAll ? [selectFrom(undefined)] : held.map((one) => selectFrom(isInClass(one)));
  const rows = await db.execute<{ id: string; value: string }>(sql`
    select id, ${name ?? sql`key::text`} as value from (${sql.join(selections, sql` union all `)}) as listed
    order by key ${direction}, id ${direction} limit ${limit}`);
  return [...rows];
}
