import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { Cursor } from '#platform/graphql/cursor.ts';
import { invoices } from '../tables.ts';
import type { ListOrder, OrderPart } from './invoice-order.ts';
import { type IdRange, isWithinIds } from './job-ids.ts';
import { isAlsoInClass, isInClass, type ListClass, listClasses, toClassNumber } from './list-class.ts';
import type { PlacedPage } from './list-place.ts';
import { type ClassSpans, findRuns } from './list-spans.ts';
import { isBetween, isById, meetsRun, toStretch } from './list-stretch.ts';
import type { FollowingConditions } from './number-prefix.ts';
import { selectFirst, selectFirstOfEach } from './select-stretches.ts';

/** The invoices of a list: those of some classes that pass a condition. */
export interface ListSelection {
  /** Besides being in the range of ids; undefined if all invoices of the classes pass. */
  readonly condition: SQL | undefined;
  /** Conditions that share out what passes, each of which an index has together; undefined for the condition itself. */
  readonly cases?: readonly (SQL | undefined)[] | undefined;
  readonly following?: ((one: ListClass) => FollowingConditions) | undefined;
  /** The range of ids outside of which the condition lets nothing pass. */
  readonly ids?: IdRange | undefined;
  /** True if the condition names invoices by their ids. */
  readonly isNamed?: boolean | undefined;
  /** Undefined for all classes. */
  readonly classes: readonly ListClass[] | undefined;
}

/** A page to read. */
export interface ListQuery extends ListSelection, PlacedPage {
  readonly order: ListOrder;
  readonly limit: number;
  /** The most invoices that may pass, of each class by its number, if it is known; a class without any is absent. */
  readonly sizes?: ReadonlyMap<number, number> | undefined;
  /** The spans in which the order meets invoices that pass, of each class by its number, if they are known. */
  readonly spans?: ReadonlyMap<number, ClassSpans> | undefined;
  /** Invoices of a class of at most this size are found and sorted; others are read from the index of the order. */
  readonly mostSorted: number;
}

/** Limits a selection to invoices that a condition names by their ids. */
export function narrowSelection(selection: ListSelection, named: SQL | undefined): ListSelection {
  if (named === undefined) return selection;
  const { condition, cases } = selection;
  return {
    ...selection,
    condition: and(condition, named),
    cases: cases?.map((one) => and(one, named)),
    isNamed: true,
  };
}

/** The condition of being in the classes of a selection; of invoices named by ids, the primary key finds them sooner than a class. */
export function isOfClasses({ classes, isNamed = false }: ListSelection): SQL {
  return (isNamed ? isAlsoInClass : isInClass)(...(classes ?? listClasses));
}

/** Selects columns of the invoices of a selection, of each case for itself, that pass a further condition. */
export function selectCases(
  columns: SQL,
  { condition, cases = [condition] }: Pick<ListSelection, 'condition' | 'cases'>,
  further: SQL,
  limit?: number,
): SQL {
  const end = limit === undefined ? sql`offset 0` : sql`limit ${limit}`;
  const selections = cases.map(
    (one) => sql`(select ${columns} from ${invoices} where ${and(further, one)} ${end})`,
  );
  return sql.join(selections, sql` union all `);
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
  {
    order,
    condition,
    cases,
    following,
    ids,
    classes,
    after,
    before,
    sizes,
    spans,
    mostSorted,
    ...query
  }: ListQuery,
  { part, nth, limit }: { part: OrderPart; nth: number; limit: number },
): Promise<Cursor[]> {
  const [from, to] = [after, before].map((place) => (place?.part === nth ? place : undefined));
  const ends = order.direction === 'ASC' ? { low: from, high: to } : { low: to, high: from };
  const direction = sql.raw(query.direction);
  // In the order of the ids, a range of them is read from its beginning, whatever its size.
  const isBounded = (one: ListClass | undefined) => ids !== undefined && isById(part, one);
  const columns = sql`${invoices.id} as id, ${part.expression} as key`;
  const toReading = (one?: ListClass) => ({
    columns,
    condition: and(
      part.condition,
      one && following?.(one).inOrder,
      condition,
      isBounded(one) ? undefined : ids && isWithinIds(ids),
    ),
    direction: query.direction,
    limit,
  });
  // The offset of each case lets PostgreSQL find the invoices by what they have in common: it would walk the index of the order if the case
  // named the ends. The classes are named once: PostgreSQL takes conditions that say the same for independent ones, and would expect too
  // few invoices.
  const between = isBetween(part, ends);
  const sort = (together: SQL | undefined, ...some: readonly ListClass[]) => sql`(
    select id, key from (${selectCases(columns, { condition, cases }, sql`${and(isInClass(...some), part.condition, together)}`)}) as few
    where ${and(sql`true`, between)} order by key ${direction}, id ${direction} limit ${limit})`;
  const sizeOf = (one: ListClass) => (sizes === undefined ? Infinity : (sizes.get(toClassNumber(one)) ?? 0));
  const held = (classes ?? listClasses).filter((one) => part.holds(one) && sizeOf(one) > 0);
  if (held.length === 0) return [];
  const isOfAll = order.isOfAllClasses && classes === undefined && sizes === undefined;
  const isSorted = (one: ListClass) =>
    sizeOf(one) <= mostSorted && !isBounded(one) && part.isRareIn?.(one) !== true;
  const toStretches = (one: ListClass) => {
    const runs = findRuns(spans, part, one);
    if (runs === undefined) return [toStretch(part, one, { ...ends, ids })];
    const met = runs.filter((run) => meetsRun(part, ends, run));
    return met.map((run) => toStretch(part, one, { ...ends, ids, run }));
  };
  const toWalks = (walked: readonly ListClass[]) =>
    // With a condition, each class is read only as far as the order needs.
    condition === undefined
      ? selectFirstOfEach(walked.flatMap(toStretches), toReading())
      : walked.flatMap((one) => toStretches(one).map((stretch) => selectFirst(stretch, toReading(one))));
  const together = Map.groupBy(held.filter(isSorted), (one) => following?.(one).together);
  const selections = isOfAll
    ? [selectFirst(toStretch(part, undefined, ends), toReading())]
    : [
        ...[...together].map(([shared, some]) => sort(shared, ...some)),
        ...toWalks(held.filter((one) => !isSorted(one))),
      ];
  if (selections.length === 0) return [];
  const rows = await db.execute<{ id: string; value: string }>(sql`
    select id, ${part.name ?? sql`key::text`} as value from (${sql.join(selections, sql` union all `)}) as listed
    order by key ${direction}, id ${direction} limit ${limit}`);
  return [...rows];
}
