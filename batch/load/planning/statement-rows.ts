import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readStatement } from '../../statements/read-statement.ts';
import { createPrivateFolder, removePrivateFolder, toDiskFull } from '../reading/private-folder.ts';
import type { SortedRows } from '../sort/sort-rows.ts';
import { encodeSortedRow } from '../sort/sorted-row.ts';

/** The number of characters that are written at once. */
const writtenAtOnce = 1 << 16;

/**
 * Writes the rows of a bank statement to a private folder for temporary files, each with its place in the statement, in the
 * form of sorted rows. The same statement gives the same bytes, so that a restart finds its checkpoints.
 *
 * @throws {CodedError} DISK_FULL, FILE_DAMAGED, FILE_UNSUPPORTED
 */
export async function writeStatementRows(statement: string, signal: AbortSignal): Promise<SortedRows> {
  const folder = await createPrivateFolder('statement');
  const close = () => removePrivateFolder(folder);
  try {
    const path = join(folder, 'rows');
    await writeRows(statement, path, signal);
    return { path, bytes: (await stat(path)).size, suspects: new Map(), close };
  } catch (error) {
    await close();
    throw toDiskFull(error, folder, `write the rows of ${statement}`);
  }
}

async function writeRows(statement: string, path: string, signal: AbortSignal): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    let text = '';
    for await (const row of readStatement(statement, signal)) {
      text += encodeSortedRow(row, false);
      if (text.length < writtenAtOnce) continue;
      await file.write(text);
      text = '';
    }
    await file.write(text);
  } finally {
    await file.close();
  }
}
