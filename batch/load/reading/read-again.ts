import type { CsvPosition, CsvRecord } from '../../csv/record.ts';
import type { SourceRow } from '../../mapping/import-invoice.ts';
import { toRejectedCells } from '../../rejects/reject-columns.ts';
import { decodeSortedRow } from '../sort/sorted-row.ts';
import { createTaskReader } from './task-reader.ts';
import type { ChunkInvoiceRow, ReadingTask } from './thread-messages.ts';

/** The properties of a chunk that are needed to read its rows again. */
export interface ReadChunk {
  readonly start: CsvPosition;
  /** The bytes from the chunk's beginning to its end. */
  readonly pieces: readonly Uint8Array[];
  /** The number of rows of invoices that have more than one, by their first row. */
  readonly rowCounts: ReadonlyMap<number, number>;
}

/** Reads the rows of invoices of a chunk, which are named by their first rows. */
export function readAgain(
  task: Pick<ReadingTask, 'dialect' | 'columns' | 'isRejectFile' | 'sorted'>,
  { start, pieces, rowCounts }: ReadChunk,
  firstRows: readonly number[],
): Omit<ChunkInvoiceRow, 'currency'>[] {
  const wanted = new Set(firstRows);
  const reader = createTaskReader(task, start);
  const records = [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
  let firstRow = 0;
  let left = 0;
  return records.flatMap((record) => {
    const { rowNumber, line, byteOffset, fields } = toRow(record, task);
    if (wanted.has(rowNumber)) {
      firstRow = rowNumber;
      left = rowCounts.get(rowNumber) ?? 1;
    }
    if (left === 0) return [];
    left -= 1;
    return [{ firstRow, rowNumber, line, byteOffset, cells: fields }];
  });
}

/** A row as in the file. The rows of an invoice follow each other where they are read. */
function toRow(
  record: CsvRecord,
  { isRejectFile, sorted }: Pick<ReadingTask, 'isRejectFile' | 'sorted'>,
): SourceRow {
  if (sorted !== undefined) return decodeSortedRow(record);
  return isRejectFile ? { ...record, fields: toRejectedCells(record.fields) } : record;
}
