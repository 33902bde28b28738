import { isUuid } from '#platform/database/uuid.ts';
import { createBadInputError } from '#platform/graphql/bad-input.ts';
import type { Cursor } from '#platform/graphql/cursor.ts';
import { isReadable } from '#platform/graphql/cursor-value.ts';
import type { Page } from '#platform/graphql/page.ts';
import type { ListOrder } from './invoice-order.ts';

/** A place in a list: the part and what the cursor says of the place in it. */
export interface ListPlace extends Cursor {
  readonly part: number;
}

/** The places between which a page lies, and in which direction it is read. */
export interface PlacedPage {
  readonly after: ListPlace | undefined;
  readonly before: ListPlace | undefined;
  readonly direction: 'asc' | 'desc';
}

/**
 * Finds the places of a page's cursors.
 *
 * @throws {GraphQLError} BAD_USER_INPUT for a cursor that no page of this list gave
 */
export function placePage(page: Page, order: ListOrder): PlacedPage {
  return {
    after: page.after && toPlace(page.after, order),
    before: page.before && toPlace(page.before, order),
    direction: (order.direction === 'ASC') === page.isBackward ? 'desc' : 'asc',
  };
}

function toPlace(cursor: Cursor, { parts }: ListOrder): ListPlace {
  const named = parts.findIndex(({ name }) => name === cursor.value);
  const part = named === -1 ? 0 : named;
  const type = parts[0]?.type ?? 'uuid';
  if (named === -1 ? isReadable(cursor, type) : isUuid(cursor.id)) return { ...cursor, part };
  throw createBadInputError('A cursor must come from a page of this list.');
}
