import { tmpdir } from 'node:os';
import { relative, resolve } from 'node:path';

/** Folders that a restart of the machine may empty. */
const temporaryFolders = [tmpdir(), '/tmp', '/var/tmp', '/dev/shm', '/run'];

/** True if a restart of the machine may empty the folder. */
export function isTemporaryFolder(folder: string): boolean {
  return temporaryFolders.some((temporary) => {
    const path = relative(resolve(temporary), resolve(folder));
    return path === '' || !path.startsWith('..');
  });
}
