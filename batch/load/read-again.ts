import { createCsvReader } from '../csv/csv-reader.ts';
import type { CsvPosition } from '../csv/record.ts';
import { toRejectedCells } from './row-cells.ts';
import type { InvoiceRow, ReadingTask } from './thread-messages.ts';

/** What must be known of a chunk to read rows of it once more. */
export interface ReadChunk {
  readonly start: CsvPosition;
  /** From the chunk's begin to its end. */
  readonly pieces: readonly Uint8Array[];
  /** The number of rows of invoices that have more than one, by their first row. */
  readonly rowCounts: ReadonlyMap<number, number>;
}

/** Reads the rows that invoices of a chunk, named by their first rows, were made of. */
export function readAgain(
  { dialect, columns, isRejectFile }: Pick<ReadingTask, 'dialect' | 'columns' | 'isRejectFile'>,
  { start, pieces, rowCounts }: ReadChunk,
  firstRows: readonly number[],
): Omit<InvoiceRow, 'currency'>[] {
  const firstRowOf = new Map<number, number>();
  for (const firstRow of firstRows) {
    const end = firstRow + (rowCounts.get(firstRow) ?? 1);
    for (let rowNumber = firstRow; rowNumber < end; rowNumber++) firstRowOf.set(rowNumber, firstRow);
  }
  const reader = createCsvReader(dialect, { start, columns });
  const records = [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
  return records.flatMap(({ rowNumber, line, byteOffset, fields }) => {
    const firstRow = firstRowOf.get(rowNumber);
    if (firstRow === undefined) return [];
    const cells = isRejectFile ? toRejectedCells(fields) : fields;
    return [{ firstRow, rowNumber, line, byteOffset, cells }];
  });
}
