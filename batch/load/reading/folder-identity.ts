import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { listDocumentFiles } from '../../documents/list-document-files.ts';

/** Looks at the files of a folder: their bytes together, and their last change. A file that is added or removed changes the folder. */
export async function lookAtFolder(
  path: string,
): Promise<{ readonly bytes: number; readonly modifiedMs: number; readonly inode: number }> {
  const folder = await stat(path);
  let bytes = 0;
  let modifiedMs = 0;
  for (const file of await listDocumentFiles(path)) {
    const { size, mtimeMs } = await stat(file.path);
    bytes += size;
    modifiedMs = Math.max(modifiedMs, mtimeMs);
  }
  return { bytes, modifiedMs, inode: folder.ino };
}

/**
 * Returns the hash of the names and contents of a folder's files.
 *
 * @param hashFile returns the SHA-256 of a file
 */
export async function hashFolder(path: string, hashFile: (path: string) => Promise<string>): Promise<string> {
  const sha256 = createHash('sha256');
  for (const file of await listDocumentFiles(path))
    sha256.update(`${JSON.stringify(file.name)} ${await hashFile(file.path)}\n`);
  return sha256.digest('hex');
}
