import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { neutraliseCell } from './neutral-cell.ts';
import { rejectColumns } from './reject-columns.ts';

/** A row that was not loaded, as it is stored. */
export interface RejectedRow {
  readonly rowNumber: number;
  /** The place in the decompressed file. */
  readonly byteOffset: number;
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
  /** The row as it was read. */
  readonly cells: readonly string[];
}

export interface RejectFileShape {
  /** The columns' names in the file, undefined if it has no header. */
  readonly header: readonly string[] | undefined;
  /** One character. */
  readonly separator: string;
}

const byteOrderMark = '\uFEFF';

/**
 * Writes a reject file: RFC 4180 in UTF-8 with the file's own separator, the problem before the columns of the row.
 * Corrected and loaded with the same mapping it completes the load. The file is written whole or not at all.
 */
export async function writeRejectFile(
  path: string,
  shape: RejectFileShape,
  rejects: AsyncIterable<RejectedRow>,
): Promise<void> {
  const unfinished = toUnfinishedPath(path);
  try {
    // Opened before anything can fail: a file that is still being opened would appear after it has been removed.
    const file = await open(unfinished, 'w', 0o600);
    await pipeline(formatRejects(shape, rejects), file.createWriteStream());
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** The path at which a reject file is written until it is complete. */
export function toUnfinishedPath(path: string): string {
  return `${path}.part`;
}

/** Generates the text of a reject file, piece by piece. */
export async function* formatRejects(
  { header, separator }: RejectFileShape,
  rejects: AsyncIterable<RejectedRow>,
): AsyncGenerator<string> {
  const toLine = (cells: readonly string[]) =>
    `${cells.map((cell) => quote(neutraliseCell(cell), separator)).join(separator)}\r\n`;
  yield byteOrderMark + toLine([...rejectColumns, ...(header ?? [])]);
  for await (const reject of rejects) {
    const { rowNumber, byteOffset, column, code, message, cells } = reject;
    yield toLine([String(rowNumber), String(byteOffset), column ?? '', code, message, ...cells]);
  }
}

function quote(cell: string, separator: string): string {
  const wantsQuotes = cell.includes(separator) || /["\r\n]|^\s|\s$/.test(cell);
  return wantsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}
