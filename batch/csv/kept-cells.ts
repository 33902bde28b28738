/** The number of characters kept for people of each cell of a row that is not loaded. */
const maxKeptCellLength = 1_000;
/** The number of cells kept of such a row. */
export const maxKeptCells = 1_000;

/**
 * Cuts the cells of a row that is not loaded to the kept size. A cell that is cut no longer shares the memory of the
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
