import { type Connection, toConnection } from '#platform/graphql/connection.ts';
import { type PageArguments, parsePage } from '#platform/graphql/page.ts';

/** A list that is in memory as a whole. */
export interface ListInMemory<Item> {
  /** The name of its order, which its cursors carry. */
  readonly order: string;
  readonly items: readonly Item[];
  /** Names an item among the others. */
  readonly keyOf: (item: Item) => string;
}

/**
 * Takes a page of a list that is in memory as a whole. A cursor holds the key of its item and the place where that was, so that a
 * page goes on where it should if the list has changed meanwhile.
 *
 * @throws {GraphQLError} BAD_USER_INPUT for wrong arguments
 */
export function pageList<Item>(
  { order, items, keyOf }: ListInMemory<Item>,
  args: PageArguments,
): Connection<Item> {
  const page = parsePage(args, order);
  const rows = items.map((item, index) => ({ item, value: String(index), id: keyOf(item) }));
  const find = (cursor: { readonly value: string; readonly id: string }) => {
    const place = toIndex(cursor.value);
    // A list may name two items alike: the one at its place counts.
    const index = rows[place]?.id === cursor.id ? place : rows.findIndex(({ id }) => id === cursor.id);
    return { index: index === -1 ? place : index, isThere: index !== -1 };
  };
  const after = page.after && find(page.after);
  const first = after === undefined ? 0 : after.index + Number(after.isThere);
  const end = page.before === undefined ? rows.length : find(page.before).index;
  const between = rows.slice(first, Math.max(first, end));
  const wanted = page.size + 1;
  return toConnection(
    page,
    page.isBackward ? between.slice(-wanted).reverse() : between.slice(0, wanted),
    ({ item }) => item,
    async () => items.length,
  );
}

/** The number of a forged cursor may be anything. */
function toIndex(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
