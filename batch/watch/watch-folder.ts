import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '#platform/log/log.ts';
import { pause } from '#platform/waiting/pause.ts';
import { type FileSight, findFileSight, isSameSight } from './file-sight.ts';
import { isInputFile } from './is-input-file.ts';
import { moveInto } from './move-into.ts';
import { MovedFiles } from './moved-files.ts';

/** The result of a file: loaded, refused for good, or not done, so that it stays for the next look. */
export type FileOutcome = 'done' | 'failed' | 'later';

export interface WatchOptions {
  readonly folder: string;
  /** Loads one file; several workers may be given the same one. */
  readonly load: (path: string) => Promise<FileOutcome>;
  /** Called with the new path of a file that was loaded or refused. */
  readonly onMove: (from: string, to: string) => Promise<void>;
  /** Called for a file that was moved and then changed: it is loaded again, unless the worker is told to end. */
  readonly onChange: (path: string, isLoaded: boolean) => void;
  /** The interval between two looks. */
  readonly everyMs: number;
  /** A file counts as complete once its size and time have not changed for so long. */
  readonly settledMs: number;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** The state of a file, and the time since when it is unchanged, on this process's clock. */
interface Sight extends FileSight {
  readonly sinceMs: number;
}

/**
 * Loads the files that appear in a folder, one after the other in the order of their names, and moves each to `done` or
 * `failed` within it. Ends when told to, after the file at hand.
 *
 * A file counts as complete when it has stood still for a while; a writer that writes it under another name first, and renames it
 * then, need not rely on that. A file that still changes, while it is loaded or for a day after it was moved, is loaded
 * again once it stands still: rows that are stored are found. Several workers may watch one folder: the lock of a job lets one
 * of them load a file, and the others find it gone.
 */
export async function watchFolder(options: WatchOptions): Promise<void> {
  const { folder, everyMs, settledMs, signal } = options;
  for (const outcome of ['done', 'failed']) await mkdir(join(folder, outcome), { recursive: true });
  const moved = new MovedFiles(settledMs);
  let sights = new Map<string, Sight>();
  while (!signal.aborted) {
    sights = await look(folder, sights);
    for (const [name, sight] of sights) {
      if (signal.aborted) break;
      if (performance.now() - sight.sinceMs >= settledMs) await take(join(folder, name), options, moved);
    }
    for (const path of await moved.findChanged()) {
      if (signal.aborted) break;
      options.onChange(path, true);
      await take(path, options, moved);
    }
    await pause(everyMs, signal);
  }
  for (const path of await moved.findUnloaded()) options.onChange(path, false);
}

/** Loads a file and moves it to the folder of its result; one that changed meanwhile is left for a later look. */
async function take(path: string, options: WatchOptions, moved: MovedFiles): Promise<void> {
  const before = await findFileSight(path);
  if (before === undefined) return;
  const outcome = await options.load(path);
  if (outcome === 'later' || !isSameSight(before, await findFileSight(path))) return;
  const target = join(options.folder, outcome);
  if (dirname(path) === target) {
    moved.add(path, before);
    return;
  }
  const now = await moveInto(target, path, options.log);
  moved.delete(path);
  if (now === undefined) return;
  // The state when it was loaded, whatever it is by now: a later look compares.
  moved.add(now, before);
  await options.onMove(path, now);
}

/** Finds the files of the folder, by name. */
async function look(folder: string, before: ReadonlyMap<string, Sight>): Promise<Map<string, Sight>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && isInputFile(entry.name)).map(({ name }) => name);
  const sights = new Map<string, Sight>();
  for (const name of names.toSorted()) {
    const seen = await findFileSight(join(folder, name));
    // Another worker has moved it.
    if (seen === undefined) continue;
    const old = before.get(name);
    const isSame = old !== undefined && isSameSight(seen, old);
    sights.set(name, { ...seen, sinceMs: isSame ? old.sinceMs : performance.now() });
  }
  return sights;
}
