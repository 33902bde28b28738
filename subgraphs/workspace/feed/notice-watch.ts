import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Log } from '#platform/log/log.ts';
import type { Bell } from '#platform/waiting/bell.ts';
import { pause } from '#platform/waiting/pause.ts';
import { findEnd } from '../store/find-notices.ts';

export interface NoticeWatchOptions {
  readonly db: PostgresJsDatabase;
  /** Rung when there are new notices. */
  readonly changes: Bell;
  readonly log: Log;
  readonly everyMs: number;
}

/** Looks for notices that other processes have added, once for all who follow here. */
export class NoticeWatch {
  readonly #options: NoticeWatchOptions;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;

  constructor(options: NoticeWatchOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { db, changes, log, everyMs } = this.#options;
    const { signal } = this.#ending;
    let end: bigint | undefined;
    while (!signal.aborted) {
      try {
        const now = await findEnd(db);
        if (now !== end) changes.ring();
        end = now;
      } catch (err) {
        log.warn({ err }, 'could not look for new notices; trying again');
      }
      await pause(everyMs, signal);
    }
  }
}
