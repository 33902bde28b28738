import { formatOpaqueList, parseOpaqueList } from '#platform/text/opaque-list.ts';

/** The place of an item in an ordered list: the value it is ordered by, as text, and its id, which breaks ties. A type alias: rows of SQL are made of it. */
export type Cursor = {
  readonly value: string;
  readonly id: string;
};

/** Writes a cursor. It holds the name of its order, as it means nothing in another; clients must not look inside. */
export function formatCursor(order: string, { value, id }: Cursor): string {
  return formatOpaqueList([order, value, id]);
}

/** Reads a cursor that was written for the same order; undefined for any other text. */
export function parseCursor(order: string, text: string): Cursor | undefined {
  const [writtenOrder, value, id, ...more] = parseOpaqueList(text) ?? [];
  if (writtenOrder !== order || value === undefined || id === undefined || more.length > 0) return undefined;
  return { value, id };
}
