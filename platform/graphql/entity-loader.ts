import DataLoader from 'dataloader';

/** The key by which a UUID in any case is loaded; empty for any other text, which a forged representation may have. */
export function toEntityKey(id: unknown): string {
  return typeof id === 'string' ? id.toLowerCase() : '';
}

/**
 * Loads rows by key in batches: all keys that are requested in the same turn of the event loop make one call
 * of `find`. It remembers loaded rows, so it must not live longer than one request.
 *
 * @param find gives the existing rows, in any order
 */
export function createEntityLoader<Row>(
  find: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row | null> {
  return new DataLoader(
    async (keys) => {
      const rows = new Map((await find(keys)).map((row) => [keyOf(row), row]));
      return keys.map((key) => rows.get(key) ?? null);
    },
    { maxBatchSize: 1000 },
  );
}
