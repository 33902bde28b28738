import type { Log } from '#platform/log/log.ts';
import type { Bell } from './bell.ts';
import { pause } from './pause.ts';

export interface ChangeWatchOptions {
  /** A name of the rows, for the log. */
  readonly what: string;
  /** Loads the position of the last one. */
  readonly loadEnd: () => Promise<bigint>;
  /** Rung when there are new ones. */
  readonly changes: Bell;
  readonly log: Log;
  readonly everyMs: number;
}

/** Looks for rows that other processes have added, once for all who follow them here. */
export class ChangeWatch {
  readonly #options: ChangeWatchOptions;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;

  constructor(options: ChangeWatchOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { what, loadEnd, changes, log, everyMs } = this.#options;
    const { signal } = this.#ending;
    let end: bigint | undefined;
    while (!signal.aborted) {
      try {
        const now = await loadEnd();
        if (now !== end) changes.ring();
        end = now;
      } catch (err) {
        log.warn({ err, what }, 'could not look for what is new; trying again');
      }
      await pause(everyMs, signal);
    }
  }
}
