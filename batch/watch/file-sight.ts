import { stat } from 'node:fs/promises';

/** The state of a file at a look: a different state means a different content. */
export interface FileSight {
  readonly bytes: number;
  readonly modifiedMs: number;
  /** The inode: a file that replaces another has an inode of its own. */
  readonly inode: number;
}

/** Reads the state of a file; undefined if the file does not exist any more. */
export async function findFileSight(path: string): Promise<FileSight | undefined> {
  const seen = await stat(path).catch(() => undefined);
  return seen?.isFile() === true
    ? { bytes: seen.size, modifiedMs: seen.mtimeMs, inode: seen.ino }
    : undefined;
}

export function isSameSight(one: FileSight, other: FileSight | undefined): boolean {
  return one.bytes === other?.bytes && one.modifiedMs === other.modifiedMs && one.inode === other.inode;
}
