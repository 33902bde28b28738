import DataLoader from 'dataloader';

/** The key by which a UUID in any case is loaded; empty for any other text, which a forged representation may have. */
export function toEntityKey(id: unknown): string {
  return typeof id === 'string' ? id.toLowerCase() : '';
}

/**
 * Loads rows by key in batches: all keys asked for in the same turn make one call of `find`, however many resolvers
 * ask. It remembers what it loaded, so it must live no longer than one request.
 *
 * @param find gives the rows there are, in any order
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
