import { link, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Log } from '#platform/log/log.ts';

/**
 * Moves a file into a folder and never over another: a file with the same name gets a number. Returns its new path,
 * undefined if another worker has moved it.
 */
export async function moveInto(folder: string, path: string, log: Log): Promise<string | undefined> {
  const name = basename(path);
  for (let count = 1; ; count++) {
    const target = join(folder, count === 1 ? name : `${count}-${name}`);
    try {
      // A link is refused if the name exists; a rename would replace the file.
      await link(path, target);
      await rm(path);
      return target;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // Another worker has linked it and is about to remove it here.
      if (code === 'EEXIST' && (await isSameFile(path, target))) return undefined;
      if (code === 'EEXIST') continue;
      // Another worker has moved it.
      if (code === 'ENOENT') return undefined;
      if (code === 'EPERM' || code === 'ENOTSUP') {
        // A file system without links.
        await rename(path, target);
        return target;
      }
      log.error({ err: error, file: path, folder }, 'the file could not be moved');
      throw error;
    }
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  try {
    const [first, second] = [await stat(one), await stat(other)];
    return first.ino === second.ino && first.dev === second.dev;
  } catch {
    return false;
  }
}
