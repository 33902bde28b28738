/** A slow machine inserts so many rows, with all their triggers, far within the statement time-out of a pool. */
const batchRows = 2_000;

/**
 * Inserts many rows by several statements, one after the other: a single statement may take longer than the time-out that the
 * product's pools have for one.
 *
 * @param insert inserts the rows with the numbers from `first` to `last`
 */
export async function insertInBatches(
  { first = 1, last }: { readonly first?: number; readonly last: number },
  insert: (first: number, last: number) => PromiseLike<unknown>,
): Promise<void> {
  for (let from = first; from <= last; from += batchRows)
    await insert(from, Math.min(from + batchRows - 1, last));
}
