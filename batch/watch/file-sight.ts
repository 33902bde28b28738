import { stat } from 'node:fs/promises';

/** What a look saw of a file: another sight is another content. */
export interface FileSight {
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Which file it is, whatever it is called: a file that replaces another has an inode of its own. */
  readonly inode: number;
}

/** Looks at a file; undefined when it is not there any more. */
export async function findFileSight(path: string): Promise<FileSight | undefined> {
  const seen = await stat(path).catch(() => undefined);
  return seen?.isFile() === true
    ? { bytes: seen.size, modifiedMs: seen.mtimeMs, inode: seen.ino }
    : undefined;
}

export function isSameSight(one: FileSight, other: FileSight | undefined): boolean {
  return one.bytes === other?.bytes && one.modifiedMs === other.modifiedMs && one.inode === other.inode;
}
