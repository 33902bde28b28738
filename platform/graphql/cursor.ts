/** Where an item stands in an ordered list: the value it is ordered by, as text, and its id, which breaks ties. A type alias: rows of SQL are made of it. */
export type Cursor = {
  readonly value: string;
  readonly id: string;
};

/** Writes a cursor. It holds the name of its order, as it means nothing in another; clients must not look inside. */
export function formatCursor(order: string, cursor: Cursor): string {
  return Buffer.from(JSON.stringify([order, cursor.value, cursor.id])).toString('base64url');
}

/** Reads a cursor written for the same order, or gives undefined. */
export function parseCursor(order: string, text: string): Cursor | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== order) return undefined;
    const [, value, id] = parts;
    return typeof value === 'string' && typeof id === 'string' ? { value, id } : undefined;
  } catch {
    return undefined;
  }
}
