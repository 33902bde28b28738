import DataLoader from 'dataloader';

/**
 * Loads the rows that belong to a key, for all keys requested in the same turn by one call of `find`. It remembers the
 * loaded rows, so it must not live longer than one request.
 *
 * @param find gives the rows of all keys; those of one key in their order
 */
export function createListLoader<Row>(
  find: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, readonly Row[]> {
  return new DataLoader(
    async (keys) => {
      const rows = Map.groupBy(await find(keys), keyOf);
      return keys.map((key) => rows.get(key) ?? []);
    },
    { maxBatchSize: 1000 },
  );
}
