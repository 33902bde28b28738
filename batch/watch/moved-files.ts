import { type FileSight, findFileSight, isSameSight } from './file-sight.ts';

/** How long files are looked at after they were moved, since they last changed. */
const followMs = 24 * 60 * 60 * 1_000;
/** More files than this are not followed: the oldest are let go. */
const mostFiles = 5_000;

interface MovedFile {
  /** As it was loaded. */
  readonly loaded: FileSight;
  /** As it was seen last, and since when, on this process's clock. */
  readonly seen: FileSight;
  readonly sinceMs: number;
}

/**
 * Files that were loaded and moved. A writer that paused for longer than a file must stand still goes on writing to the file
 * it has open, wherever that is by then; what it adds would be lost without a word.
 */
export class MovedFiles {
  readonly #files = new Map<string, MovedFile>();
  readonly #settledMs: number;

  /** @param settledMs a file counts as complete once it has not changed for so long */
  constructor(settledMs: number) {
    this.#settledMs = settledMs;
  }

  /** @param loaded what the file looked like when it was loaded */
  add(path: string, loaded: FileSight): void {
    this.#files.delete(path);
    this.#files.set(path, { loaded, seen: loaded, sinceMs: performance.now() });
    const [oldest] = this.#files.keys();
    if (this.#files.size > mostFiles && oldest !== undefined) this.#files.delete(oldest);
  }

  delete(path: string): void {
    this.#files.delete(path);
  }

  /** Looks at all of them; gives those that are other files than were loaded and that stand still now. */
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

  /** Those that changed and were not loaded again, as somebody still writes to them. */
  async findUnloaded(): Promise<string[]> {
    const unloaded: string[] = [];
    for (const [path, { loaded }] of this.#files) {
      const seen = await findFileSight(path);
      if (seen !== undefined && !isSameSight(loaded, seen)) unloaded.push(path);
    }
    return unloaded;
  }
}
