import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  createPrivateFolder,
  findPrivateFolder,
  keptPurpose,
  removePrivateFolder,
  toDiskFull,
} from './private-folder.ts';

const spoolPurpose = 'spool';

/**
 * Copies a stream into a file named after its content, in a private folder of its own, so that a load of it can be
 * restarted. The caller removes the copy with `removeInputCopy` once no restart needs it.
 *
 * @returns the path of the copy
 */
export async function spoolInput(input: Readable, signal: AbortSignal): Promise<string> {
  const folder = await createPrivateFolder(spoolPurpose);
  try {
    const path = join(folder, 'input');
    // Opened before anything can fail: a file that is still being opened would appear while its folder is removed.
    const file = await open(path, 'w', 0o600);
    await pipeline(input, file.createWriteStream(), { signal });
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash, { signal });
    const name = `${hash.digest('hex')}.csv`;
    await rename(path, join(folder, name));
    // Under this name it outlives the process.
    const kept = join(folder, '..', basename(folder).replace(spoolPurpose, keptPurpose));
    await rename(folder, kept);
    return join(kept, name);
  } catch (error) {
    await removePrivateFolder(folder);
    throw toDiskFull(error, folder, 'keep standard input');
  }
}

/** Removes the copy of standard input that a path names; a file that lies anywhere else is left alone. */
export async function removeInputCopy(path: string): Promise<void> {
  const folder = findPrivateFolder(path);
  if (folder !== undefined) await removePrivateFolder(folder);
}
