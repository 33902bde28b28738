import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import { createBadInputError } from './bad-input.ts';
import { type Cursor, formatCursor } from './cursor.ts';
import { isReadable, isReadableValue, type OrderType } from './cursor-value.ts';
import type { Page } from './page.ts';

/** A page of a list in the form of the API's connection types. */
export interface Connection<Node> {
  readonly edges: readonly { readonly node: Node; readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Counts all items; called only on request. */
  readonly totalCount: () => Promise<number>;
}

/** The order of a list, which is total. */
export interface KeysetOrder {
  /** Never null, for every row: wrap what may be null. */
  readonly expression: SQL;
  /** The PostgreSQL type of the expression, to read a cursor's text back. */
  readonly type: OrderType;
  readonly direction: 'ASC' | 'DESC';
  /** A unique column, which breaks ties. Absent if the expression is unique itself; the ids of cursors are empty then. */
  readonly id?: SQL;
}

/** An order that clients choose, with the name that its cursors carry. */
export interface NamedOrder extends KeysetOrder {
  readonly name: string;
}

/** The parts of a SELECT that reads one page. */
export interface KeysetQuery {
  /** Leaves out what is before or after the page; undefined on a first page. */
  readonly where: SQL | undefined;
  readonly orderBy: SQL;
  /** The direction in which the rows are read. */
  readonly direction: SQL;
  /** One more than the page, to see if there are more rows. */
  readonly limit: number;
  /** The row's value of the order as text, to be selected for its cursor. */
  readonly cursorValue: SQL<string>;
}

/** A row read with the parts of a KeysetQuery. */
export type KeysetRow = Cursor;

/**
 * Turns a page into the parts of a SELECT. It seeks by key, so a late page costs as much as the first one.
 *
 * @throws {GraphQLError} BAD_USER_INPUT for a cursor that no page of this list gave
 */
export function toKeysetQuery(page: Page, order: KeysetOrder): KeysetQuery {
  const { expression, id, type } = order;
  for (const cursor of [page.after, page.before]) {
    const isRead = cursor === undefined || (id === undefined ? isReadableValue : isReadable)(cursor, type);
    if (!isRead) {
      throw createBadInputError('A cursor must come from a page of this list.');
    }
  }
  const isAscending = order.direction === 'ASC';
  const beyond = (cursor: Cursor | undefined, isGreater: boolean) =>
    cursor &&
    (id === undefined
      ? sql`${expression} ${sql.raw(isGreater ? '>' : '<')} ${cursor.value}::${sql.raw(type)}`
      : sql`(${expression}, ${id}) ${sql.raw(isGreater ? '>' : '<')} (${cursor.value}::${sql.raw(type)}, ${cursor.id}::uuid)`);
  const direction = sql.raw(isAscending === page.isBackward ? 'desc' : 'asc');
  return {
    where: and(beyond(page.after, isAscending), beyond(page.before, !isAscending)),
    orderBy:
      id === undefined
        ? sql`${expression} ${direction}`
        : sql`${expression} ${direction}, ${id} ${direction}`,
    direction,
    limit: page.size + 1,
    cursorValue: sql<string>`(${expression})::text`,
  };
}

/** Creates the connection of a page from the rows of its query. */
export function toConnection<Row extends KeysetRow, Node>(
  page: Page,
  rows: readonly Row[],
  toNode: (row: Row) => Node,
  totalCount: () => Promise<number>,
): Connection<Node> {
  const hasMore = rows.length > page.size;
  const kept = rows.slice(0, page.size);
  if (page.isBackward) kept.reverse();
  const edges = kept.map((row) => ({ node: toNode(row), cursor: formatCursor(page.order, row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.isBackward ? page.before !== undefined : hasMore,
      hasPreviousPage: page.isBackward ? hasMore : page.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}
