/** Of the cells of a row that is not loaded, so many characters each are kept for people. */
const maxKeptCellLength = 1_000;
/** ... and so many cells. */
export const maxKeptCells = 1_000;

/**
 * The cells of a row that is not loaded, cut to what is kept of them. A cell that is cut no longer shares the memory of the
 * chunk that it was read from.
 */
export function toKeptCells(cells: readonly string[]): readonly string[] {
  if (cells.length <= maxKeptCells && cells.every(isShort)) return cells;
  return cells.slice(0, maxKeptCells).map((cell) => (isShort(cell) ? cell : cut(cell)));
}

function isShort(cell: string): boolean {
  return cell.length <= maxKeptCellLength;
}

/** A slice would keep the whole text in memory. UTF-16 keeps any half of a surrogate pair as it is. */
function cut(cell: string): string {
  return Buffer.from(cell.slice(0, maxKeptCellLength), 'utf16le').toString('utf16le');
}
