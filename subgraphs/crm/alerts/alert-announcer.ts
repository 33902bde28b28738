import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Log } from '#platform/log/log.ts';
import { pause } from '#platform/waiting/pause.ts';
import { announceAlerts } from './announce-alerts.ts';

export interface AlertAnnouncerOptions {
  readonly db: PostgresJsDatabase;
  readonly log: Log;
  readonly clock: () => Date;
  /** The pause between looks, in milliseconds. */
  readonly everyMs?: number;
}

/** The number of requests that are alerted of in one transaction. */
const atOnce = 100;

/** Alerts of open requests soon after their time has come; of several processes each does a part. */
export class AlertAnnouncer {
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;

  constructor(options: AlertAnnouncerOptions) {
    this.#running = this.#run(options);
  }

  /** Stops after the transaction under way and waits for it. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run({ db, log, clock, everyMs = 2_000 }: AlertAnnouncerOptions): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        while ((await announceAlerts(db, { now: clock(), atOnce })) && !signal.aborted);
      } catch (err) {
        log.warn({ err }, 'could not alert of requests; trying again');
      }
      await pause(everyMs, signal);
    }
  }
}
