import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** All that the system keeps under its data folder. Nothing else there is ever touched. */
const entries = [
  'postgres',
  'postgres.password',
  'identity',
  'logs',
  'cache',
  'sink',
  'secrets.json',
  'session-secret',
];

/** Deletes what the system has kept. A database of the user's own (`DATABASE_URL`) stays as it is. */
export async function resetDataFolder(dataFolder: string): Promise<void> {
  await Promise.all(entries.map((name) => rm(join(dataFolder, name), { recursive: true, force: true })));
}

/**
 * Where a process keeps what Node has compiled, which halves the work of its next start: below the data folder, unless the
 * environment names another place (or none, by an empty `NODE_COMPILE_CACHE`).
 *
 * Each has a folder of its own: processes that end at once and write the same files are slow, as file systems bring a file
 * to the disk that replaces another. For the eyes of this user alone, since whoever writes there decides what runs. A
 * folder that cannot be used costs time and no more.
 */
export async function openCompileCache(
  dataFolder: string,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly NODE_COMPILE_CACHE: string }> {
  const given = environment['NODE_COMPILE_CACHE'];
  if (given !== undefined) return { NODE_COMPILE_CACHE: given };
  const cache = join(dataFolder, 'cache');
  const folder = join(cache, name);
  try {
    // The server's own user passes through the data folder, which is therefore open.
    await mkdir(dataFolder, { recursive: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Earlier releases let Node make it, as open as all else.
    await chmod(cache, 0o700);
  } catch {
    // Node goes on without.
  }
  return { NODE_COMPILE_CACHE: folder };
}
