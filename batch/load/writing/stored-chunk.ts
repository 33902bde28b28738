/** The result of storing the records of a chunk. */
export interface StoredChunk {
  /** Records that are new, and the rows that they have in the file. */
  readonly loadedItems: number;
  readonly loadedRows: number;
  readonly refused: readonly RefusedItem[];
}

/** A record that billing does not take. */
export interface RefusedItem {
  /** The first of its rows. */
  readonly rowNumber: number;
  readonly code: string;
  /**
   * Describes the reason, and what would be right.
   *
   * @param currency the currency that the row names
   */
  describe(currency: string | null): string;
}

/** The code of a record that billing has with other figures. */
export const conflictCode = 'CONFLICT';

/** The result of a chunk without records. */
export const nothingStored: StoredChunk = { loadedItems: 0, loadedRows: 0, refused: [] };
