import { type CsvReader, createCsvReader } from '../../csv/csv-reader.ts';
import type { CsvPosition } from '../../csv/record.ts';
import { maxSortedRowBytes } from '../sort/sorted-row.ts';
import type { ReadingTask } from './thread-messages.ts';

/** Creates a reader for the rows of a task, beginning at a position. */
export function createTaskReader(
  { dialect, columns, sorted }: Pick<ReadingTask, 'dialect' | 'columns' | 'sorted'>,
  start: CsvPosition,
): CsvReader {
  const maxBytes = sorted === undefined ? undefined : maxSortedRowBytes;
  return createCsvReader(dialect, { start, columns, maxBytes });
}
