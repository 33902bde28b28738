import { link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#platform/log/log.ts';

/** How a file ended: loaded, refused for good, or not done, so that it stays for the next look. */
export type FileOutcome = 'done' | 'failed' | 'later';

export interface WatchOptions {
  readonly folder: string;
  /** Loads one file; several workers may be given the same one. */
  readonly load: (path: string) => Promise<FileOutcome>;
  /** Told where a file is now that was loaded or refused. */
  readonly onMove: (from: string, to: string) => Promise<void>;
  /** How often to look. */
  readonly everyMs: number;
  /** A file counts as complete once its size and time have not changed for so long. */
  readonly settledMs: number;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** What a look saw of a file. */
interface Sight {
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Since when it looks the same, on this process's clock. */
  readonly sinceMs: number;
}

/** Files that are being written or are no input: hidden ones, those of programs that copy, and what loads write. */
const isInput = (name: string) =>
  !/^\.|~$|\.(part|partial|tmp|crdownload|filepart)$|\.rejects\.csv$/i.test(name);

/**
 * Takes the files that appear in a folder, one after the other in the order of their names, and moves each to `done` or
 * `failed` within it. Ends when told to, behind the file at hand.
 *
 * A file counts as complete when it has stood still for a while; who writes it under another name first, and renames it
 * then, need not wait for nothing. Several workers may watch one folder: the lock of a job lets one of them load a file,
 * and the others find it gone.
 */
export async function watchFolder(options: WatchOptions): Promise<void> {
  const { folder, everyMs, settledMs, signal, log } = options;
  for (const outcome of ['done', 'failed']) await mkdir(join(folder, outcome), { recursive: true });
  let sights = new Map<string, Sight>();
  while (!signal.aborted) {
    sights = await look(folder, sights);
    for (const [name, { sinceMs }] of sights) {
      if (signal.aborted) return;
      if (performance.now() - sinceMs < settledMs) continue;
      const path = join(folder, name);
      const outcome = await options.load(path);
      if (outcome === 'later') continue;
      const target = await moveInto(join(folder, outcome), path, log);
      if (target !== undefined) await options.onMove(path, target);
    }
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** The files that are there, by name. */
async function look(folder: string, before: ReadonlyMap<string, Sight>): Promise<Map<string, Sight>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && isInput(entry.name)).map(({ name }) => name);
  const sights = new Map<string, Sight>();
  for (const name of names.toSorted()) {
    const seen = await stat(join(folder, name)).catch(() => undefined);
    // Another worker has moved it.
    if (seen === undefined) continue;
    const old = before.get(name);
    const isSame = old !== undefined && old.bytes === seen.size && old.modifiedMs === seen.mtimeMs;
    const sinceMs = isSame ? old.sinceMs : performance.now();
    sights.set(name, { bytes: seen.size, modifiedMs: seen.mtimeMs, sinceMs });
  }
  return sights;
}

/**
 * Moves a file and never over another: who has the same name gets a number. Gives where it is then, undefined when another
 * worker has moved it.
 */
async function moveInto(folder: string, path: string, log: Log): Promise<string | undefined> {
  const name = basename(path);
  for (let count = 1; ; count++) {
    const target = join(folder, count === 1 ? name : `${count}-${name}`);
    try {
      // A link is refused where something is; a rename would replace it.
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
