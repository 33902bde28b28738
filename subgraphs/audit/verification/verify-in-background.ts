import type { Sql } from 'postgres';
import type { Log } from '#platform/log/log.ts';
import { pause } from '#platform/waiting/pause.ts';
import { verifySome } from './verify-some.ts';

export interface BackgroundVerificationOptions {
  readonly sql: Sql;
  readonly log: Log;
  readonly clock: () => Date;
  /** Between two looks for new entries, in milliseconds; also the first wait after a failure. */
  readonly everyMs?: number;
}

const usualEveryMs = 10_000;
/** Between two steps with entries to verify, so that the database has time for others, in milliseconds. */
const restMs = 250;

/** Verifies the trail step by step for as long as the process lives. It says each break once, whichever process found it. */
export class BackgroundVerification {
  readonly #options: BackgroundVerificationOptions;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;

  constructor(options: BackgroundVerificationOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** Stops after the step under way and waits for it. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    const { everyMs = usualEveryMs } = this.#options;
    while (!signal.aborted) {
      const hasMore = await this.#step();
      await pause(hasMore ? restMs : everyMs, signal);
    }
  }

  async #step(): Promise<boolean> {
    const { sql, log, clock } = this.#options;
    try {
      const { hasMore, newBreak, mended } = await verifySome(sql, clock());
      if (mended !== undefined)
        log.warn({ number: mended.toString() }, 'an entry of the audit trail that did not hold holds again');
      if (newBreak !== undefined)
        log.error(
          { number: newBreak.number.toString(), problem: newBreak.problem },
          'the audit trail is broken: an entry does not hold',
        );
      return hasMore;
    } catch (err) {
      log.warn({ err }, 'could not verify the audit trail; trying again');
      return false;
    }
  }
}
