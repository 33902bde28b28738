import { type FileSight, findFileSight, isSameSight } from './file-sight.ts';

/** The time for which moved files are checked after their last change. */
const followMs = 24 * 60 * 60 * 1_000;
/** The maximum number of files that are checked; the oldest are dropped. */
const maxFiles = 5_000;

interface MovedFile {
  /** The file when it was loaded. */
  readonly loaded: FileSight;
  /** The file when it was seen last, and the time since when it is unchanged, on this process's clock. */
  readonly seen: FileSight;
  readonly sinceMs: number;
}

/**
 * Files that were loaded and moved. A writer that paused for longer than a file must stand still continues to write to the file
 * it has open, wherever that is by then; its rows would be lost without a message.
 */
export class MovedFiles {
  readonly #files = new Map<string, MovedFile>();
  readonly #settledMs: number;

  /** @param settledMs a file counts as complete once it has not changed for so long */
  constructor(settledMs: number) {
    this.#settledMs = settledMs;
  }

  /** @param loaded the state of the file when it was loaded */
  add(path: string, loaded: FileSight): void {
    this.#files.delete(path);
    this.#files.set(path, { loaded, seen: loaded, sinceMs: performance.now() });
    const [oldest] = this.#files.keys();
    if (this.#files.size > maxFiles && oldest !== undefined) this.#files.delete(oldest);
  }

  delete(path: string): void {
    this.#files.delete(path);
  }

  /** Checks all files; returns those that changed since they were loaded and that stand still now. */
  async findChanged(): Promise<string[]> {
    const changed: string[] = [];
    for (const [path, file] of this.#files) {
      const seen = await findFileSight(path);
      const nowMs = performance.now();
      if (seen === undefined) {
        this.#files.delete(path);
      } else if (!isSameSight(file.seen, seen)) {
        this.#files.set(path, { ...file, seen, sinceMs: nowMs });
      } else if (isSameSight(file.loaded, seen)) {
        if (nowMs - file.sinceMs > followMs) this.#files.delete(path);
      } else if (nowMs - file.sinceMs >= this.#settledMs) {
        changed.push(path);
      }
    }
    return changed;
  }

  /** Returns the files that changed and were not loaded again, as they are still being written. */
  async findUnloaded(): Promise<string[]> {
    const unloaded: string[] = [];
    for (const [path, { loaded }] of this.#files) {
      const seen = await findFileSight(path);
      if (seen !== undefined && !isSameSight(loaded, seen)) unloaded.push(path);
    }
    return unloaded;
  }
}
