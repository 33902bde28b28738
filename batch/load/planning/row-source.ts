import { type CsvPosition, fileStart } from '../../csv/record.ts';
import type { OpenedFile } from '../reading/open-file.ts';
import type { ReadingTask } from '../reading/thread-messages.ts';
import { sortRows } from '../sort/sort-rows.ts';
import { sortedDialect } from '../sort/sorted-row.ts';
import { findScattered } from './find-scattered.ts';
import { writeSourceRows } from './written-rows.ts';

/** The source of rows: the file itself, or its rows in another order. */
export interface RowSource {
  /** The beginning of the first row. */
  readonly first: CsvPosition;
  /** The end of the rows; undefined if unknown. */
  readonly bytes: number | undefined;
  toTask(
    share: { readonly next: CsvPosition; readonly toByte: number | null },
    chunkRows: number,
  ): ReadingTask;
  /** Removes the files that were made for it. */
  close(): Promise<void>;
}

/**
 * Prepares the rows of a file for reading: in their order, sorted by invoice, or made of a bank statement or of documents.
 *
 * @param fileBytes the length of the file
 * @throws {CodedError} LINES_SCATTERED, and the errors of `sortRows` and `writeSourceRows`
 */
export async function openRows(
  file: OpenedFile,
  fileBytes: number,
  { isSorted, signal }: { readonly isSorted: boolean; readonly signal: AbortSignal },
): Promise<RowSource> {
  const isCsv = file.format === 'csv';
  if (!isSorted && isCsv) {
    const scattered = await findScattered(file, signal);
    return {
      first: file.first,
      bytes: file.isCompressed ? undefined : fileBytes,
      toTask: (share, chunkRows) => file.toTask(share, { chunkRows, scattered }),
      close: async () => undefined,
    };
  }
  // Rows of statements and documents stand together already.
  const { path, bytes, suspects, close } = await (isCsv
    ? sortRows(file, signal)
    : writeSourceRows(file, signal));
  return {
    first: fileStart,
    bytes,
    toTask: (share, chunkRows) => ({
      ...file.toTask(share, { chunkRows, scattered: new Set() }),
      path,
      dialect: sortedDialect,
      columns: undefined,
      isRejectFile: false,
      sorted: { suspects },
    }),
    close,
  };
}
