import { createPulledEvents } from '#platform/graphql/pulled-events.ts';
import { type Bell, createBell } from '#platform/waiting/bell.ts';
import { SharedReader } from '../../feeds/shared-reader.ts';
import { PositionError } from './load-received.ts';
import type { Positions } from './positions.ts';
import { type ReceivedEvent, ReceivedFollower } from './received-follower.ts';
import type { ReceivedBatch } from './received-invoice.ts';
import { ReceivedWindow } from './received-window.ts';

export interface ReceivedFeedOptions {
  /** The position after everything that the statistics have stored. */
  readonly loadPositions: () => Promise<Positions>;
  /** Reads the next invoices after a position; throws PositionError when they are not kept. */
  readonly loadReceived: (after: Positions) => Promise<readonly ReceivedBatch[]>;
  /** Rung when there may be something new. */
  readonly changes: Bell;
  /** The longest time between two reads while the bell does not ring, in milliseconds. */
  readonly pollMs: number;
  /** The number of the latest invoices that are held for all followers. */
  readonly windowInvoices: number;
  /** The first wait after a failure, in milliseconds; 100 when absent. */
  readonly firstBackoffMs?: number;
  /** Told of each failure to read; it is tried again after a growing wait. */
  readonly onError: (error: unknown) => void;
}

/**
 * Every received invoice, complete and in the order of its partition. One reader follows the end of the tables for all;
 * a follower that is further behind reads pages of the tables until it meets the end. Nothing is queued for anybody: a
 * follower looks for its next event when it is asked for one, so a slow one only waits longer.
 */
export class ReceivedFeed {
  readonly #options: ReceivedFeedOptions;
  readonly #appended = createBell();
  readonly #reader: SharedReader;
  #window: ReceivedWindow | undefined;

  constructor(options: ReceivedFeedOptions) {
    this.#options = options;
    this.#reader = new SharedReader({
      startRun: () => this.#startRun(),
      onIdle: () => {
        this.#window = undefined;
      },
      onError: options.onError,
      firstBackoffMs: options.firstBackoffMs,
    });
  }

  /** Events after a position. They end with PositionError when the next ones are no longer kept. */
  follow(after: Positions): AsyncIterableIterator<ReceivedEvent> {
    const { loadReceived, pollMs, onError } = this.#options;
    const follower = new ReceivedFollower(after, {
      findWindow: () => this.#window,
      appended: this.#appended,
      loadReceived,
      pollMs,
      onError,
      toBackoffMs: (failures) => this.#reader.toBackoffMs(failures),
    });
    this.#reader.join();
    return createPulledEvents(
      (signal) => follower.next(signal),
      () => this.#reader.leave(),
    );
  }

  #startRun(): (signal: AbortSignal) => Promise<void> {
    let window: ReceivedWindow | undefined;
    return async (signal) => {
      try {
        window ??= new ReceivedWindow(await this.#options.loadPositions(), this.#options.windowInvoices);
        await this.#readEnd(window, signal);
      } catch (error) {
        // The reader fell so far behind that some invoices are not kept. Each follower finds that out for itself; the
        // end begins anew.
        if (error instanceof PositionError) window = this.#window = undefined;
        throw error;
      }
    };
  }

  /** Adds the newest invoices to the window, which followers see from then on. */
  async #readEnd(window: ReceivedWindow, signal: AbortSignal): Promise<void> {
    const { loadReceived, changes, pollMs } = this.#options;
    const { rings } = changes;
    const batches = await loadReceived(window.end);
    if (signal.aborted) return;
    window.add(batches);
    const isFirst = this.#window !== window;
    this.#window = window;
    if (batches.length > 0 || isFirst) this.#appended.ring();
    if (batches.length === 0) await changes.waitBeyond(rings, signal, pollMs);
  }
}
