import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '#platform/errors/coded-error.ts';
import { isInputFile } from '../watch/is-input-file.ts';

/** A file with a document. */
export interface DocumentFile {
  readonly path: string;
  /** Its name in the folder; empty if it is the only one. */
  readonly name: string;
}

/** The most files of one load. */
const maxFiles = 100_000;

/** True if a path is that of a folder; false also if there is nothing. */
export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

/**
 * Lists the files of a folder in the order of their names, without those of folders in it, hidden ones and those that are being
 * written; of a file itself.
 *
 * @throws {CodedError} FILE_UNSUPPORTED if there are none, or too many
 */
export async function listDocumentFiles(path: string): Promise<DocumentFile[]> {
  if (!(await isFolder(path))) return [{ path, name: '' }];
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && isInputFile(entry.name)).map(({ name }) => name);
  if (names.length === 0) throw new CodedError('FILE_UNSUPPORTED', `The folder ${path} has no files.`);
  if (names.length > maxFiles) {
    const message = `The folder ${path} has ${names.length} files, and a load may have ${maxFiles}: load a part of them at a time.`;
    throw new CodedError('FILE_UNSUPPORTED', message);
  }
  return names.toSorted().map((name) => ({ path: join(path, name), name }));
}
