import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { Cursor } from '#platform/graphql/cursor.ts';
import { invoices } from '../tables.ts';
import type { ListOrder } from './invoice-order.ts';
import { isInClass, listClasses } from './list-class.ts';
import type { ListPlace } from './list-place.ts';
import { isOfClasses, type ListQuery, selectCases } from './read-list.ts';

/** So many invoices are found and sorted within some milliseconds. */
export const mostNarrow = 5_000;

/** A page of a selection, and the number of invoices that it has. */
interface NarrowPage {
  readonly cursors: readonly Cursor[];
  readonly count: number;
}

/**
 * Finds the invoices of a selection, sorts them and gives the cursors of a page. Undefined if there are more than `most`: then
 * an index in the order of the list meets some soon.
 */
export async function readNarrowPage(
  db: Reader,
  query: Omit<ListQuery, 'mostSorted'>,
  most: number = mostNarrow,
): Promise<NarrowPage | undefined> {
  const { order, limit, direction } = query;
  const isForward = (order.direction === 'ASC') === (direction === 'asc');
  const [first] = order.parts;
  if (first === undefined) throw new TypeError(`The order ${order.name} has no parts.`);
  const columns = sql`${invoices.id} as id, ${toPart(order)} as part, ${first.expression} as key`;
  const sorted = sql`part ${sql.raw(isForward ? 'asc' : 'desc')}, key ${sql.raw(direction)}, id ${sql.raw(direction)}`;
  const rows = await db.execute<{ count: number; id: string | null; value: string | null }>(sql`
    with found as materialized (
      select * from (${selectCases(columns, query, isOfClasses(query), most + 1)}) as one
      limit ${most + 1}),
    counted as (select count(*)::int as count from found)
    select counted.count, page.id, ${toValue(order)} as value
    from counted left join lateral (
      select * from found
      where counted.count <= ${most} and ${and(sql`true`, isBeyond(order, query.after, true), isBeyond(order, query.before, false))}
      order by ${sorted} limit ${limit}) as page on true
    order by ${sorted}`);
  const count = rows[0]?.count ?? 0;
  if (count > most) return undefined;
  return {
    count,
    cursors: rows.flatMap(({ id, value }) => (id === null || value === null ? [] : { id, value })),
  };
}

/** The number of the part that an invoice is in; the last one holds the rest. */
function toPart({ parts }: ListOrder): SQL {
  const tests = parts.slice(0, -1).map((part, nth) => {
    const inClass = isInClass(...listClasses.filter(part.holds));
    return sql`when ${and(inClass, part.condition)} then ${sql.raw(String(nth))}`;
  });
  const last = sql.raw(String(parts.length - 1));
  return tests.length === 0 ? last : sql`case ${sql.join(tests, sql` `)} else ${last} end`;
}

function toValue({ parts }: ListOrder): SQL {
  const names = parts.slice(1).map(({ name }, nth) => sql`when ${sql.raw(String(nth + 1))} then ${name}`);
  return names.length === 0 ? sql`key::text` : sql`case part ${sql.join(names, sql` `)} else key::text end`;
}

/** The condition of being after a place in the list, or before it, over all parts. */
function isBeyond(order: ListOrder, place: ListPlace | undefined, isAfter: boolean): SQL | undefined {
  if (place === undefined) return undefined;
  const { part, value, id } = place;
  const { name, type = 'uuid' } = order.parts[part] ?? {};
  const sign = sql.raw((order.direction === 'ASC') === isAfter ? '>' : '<');
  const within =
    name === undefined
      ? sql`(key, id) ${sign} (${value}::${sql.raw(type)}, ${id}::uuid)`
      : sql`id ${sign} ${id}::uuid`;
  const nth = sql.raw(String(part));
  return sql`(part ${sql.raw(isAfter ? '>' : '<')} ${nth} or part = ${nth} and ${within})`;
}
