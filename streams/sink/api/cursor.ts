const largest = 2n ** 63n - 1n;

/** Encodes the end of a page. A cursor is valid in its own list only and opaque to clients. */
export function formatCursor(list: string, position: bigint): string {
  return Buffer.from(JSON.stringify([list, String(position)])).toString('base64url');
}

/** Reads a cursor of the same list, or gives undefined. */
export function parseCursor(list: string, text: string): bigint | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 2 || parts[0] !== list) return undefined;
    const [, position] = parts;
    if (typeof position !== 'string' || !/^\d{1,19}$/.test(position)) return undefined;
    return BigInt(position) <= largest ? BigInt(position) : undefined;
  } catch {
    return undefined;
  }
}
