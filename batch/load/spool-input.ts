import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Keeps what comes from a stream in a file named after its content, so that a load of it can be restarted. The file
 * stays until the system clears its folder for temporary files.
 */
export async function spoolInput(input: Readable, signal: AbortSignal): Promise<string> {
  const folder = join(tmpdir(), 'facturation-batch');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = await mkdtemp(join(folder, 'input-'));
  try {
    const path = join(unfinished, 'input');
    await pipeline(input, createWriteStream(path, { mode: 0o600 }), { signal });
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash, { signal });
    const kept = join(folder, `${hash.digest('hex')}.csv`);
    await rename(path, kept);
    return kept;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
