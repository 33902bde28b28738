import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { pause } from '#platform/waiting/pause.ts';
import type { Clock } from '../clock.ts';
import { writeHistory } from '../store/write-history.ts';
import type { StockService } from './stock-service.ts';
import {
  abandonOverdue,
  finishRelease,
  type LeasedRelease,
  leaseReleases,
  postponeRelease,
} from './stock-task-store.ts';

/** Told of what the worker does. */
export interface StockWorkerFigures {
  countReleased(): void;
  countFailure(): void;
}

export interface StockWorkerOptions {
  readonly db: PostgresJsDatabase;
  readonly stock: StockService;
  readonly clock: Clock;
  readonly log: Log;
  readonly figures: StockWorkerFigures;
  /** The pause between rounds that found nothing, in milliseconds. */
  readonly pollMs: number;
  /** The time for which a release is one worker's, in milliseconds; longer than a call may take. */
  readonly leaseMs: number;
}

/** The name under which the worker stands in the history of invoices. */
const actor = 'billing';
const maxTasks = 8;
/** A release that fails is tried again for ever: it must not be lost. */
const backoff = { firstMs: 1_000, maxMs: 60_000 };

/**
 * Gives up reservations whose invoice was not issued in time, and makes the releases that were recorded. Several processes
 * may each have one: none takes what another has. A release that was made twice, after a crash, gives back nothing more.
 */
export class StockWorker {
  readonly #options: StockWorkerOptions;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;

  constructor(options: StockWorkerOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** Ends after the calls under way. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    const { pollMs, log } = this.#options;
    while (!signal.aborted) {
      const done = await this.#takeRound().catch((err: unknown) => {
        // A database that stays away shows in /readyz.
        log.warn({ err }, 'could not work on the stock of invoices; trying again');
        return 0;
      });
      if (done < maxTasks) await pause(pollMs, signal);
    }
  }

  /** The number of tasks that were found. */
  async #takeRound(): Promise<number> {
    const { db, leaseMs } = this.#options;
    const abandoned = await abandonOverdue(db, maxTasks);
    const releases = await leaseReleases(db, { maxTasks, leaseMs });
    await Promise.all(releases.map((release) => this.#release(release)));
    return Math.max(abandoned, releases.length);
  }

  async #release(release: LeasedRelease): Promise<void> {
    const { db, stock, log, figures } = this.#options;
    try {
      await stock.release(release);
      await db.transaction((tx) => this.#finish(tx, release));
      figures.countReleased();
    } catch (err) {
      figures.countFailure();
      const waitMs = toBackoffMs(release.attempts, backoff);
      const { id, invoiceId, attempts } = release;
      log.warn(
        { err, taskId: id, invoiceId, attempts, waitMs: Math.round(waitMs) },
        'could not release stock; trying again',
      );
      await postponeRelease(db, id, { problem: toErrorText(err), waitMs });
    }
  }

  async #finish(
    tx: Parameters<typeof finishRelease>[0],
    { id, invoiceId, reservationId, isOfIssued }: LeasedRelease,
  ): Promise<void> {
    if (!(await finishRelease(tx, id)) || !isOfIssued) return;
    const details = { reservationId };
    const occurredAt = this.#options.clock();
    await writeHistory(tx, { invoiceId, kind: 'STOCK_RELEASED', occurredAt, actor, details });
  }
}
