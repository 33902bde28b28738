import { type CsvPosition, fileStart } from '../../csv/record.ts';
import type { OpenedFile } from '../reading/open-file.ts';
import type { ReadingTask } from '../reading/thread-messages.ts';
import { sortRows } from '../sort/sort-rows.ts';
import { sortedDialect } from '../sort/sorted-row.ts';
import { findScattered } from './find-scattered.ts';

/** Where rows are read: the file itself, or its rows in another order. */
export interface RowSource {
  /** Where the first row begins. */
  readonly first: CsvPosition;
  /** Where they end; undefined when nobody knows. */
  readonly bytes: number | undefined;
  toTask(
    share: { readonly next: CsvPosition; readonly toByte: number | null },
    chunkRows: number,
  ): ReadingTask;
  /** Removes what was made for it. */
  close(): Promise<void>;
}

/**
 * Makes the rows of a file ready to be read in their order, or sorted by invoice.
 *
 * @param fileBytes how long the file is
 * @throws {CodedError} LINES_SCATTERED, and what `sortRows` throws
 */
export async function openRows(
  file: OpenedFile,
  fileBytes: number,
  { isSorted, signal }: { readonly isSorted: boolean; readonly signal: AbortSignal },
): Promise<RowSource> {
  if (!isSorted) {
    const scattered = await findScattered(file, signal);
    return {
      first: file.first,
      bytes: file.isCompressed ? undefined : fileBytes,
      toTask: (share, chunkRows) => file.toTask(share, { chunkRows, scattered }),
      close: async () => undefined,
    };
  }
  const { path, bytes, suspects, close } = await sortRows(file, signal);
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
