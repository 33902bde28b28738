import type { Bell } from '#platform/waiting/bell.ts';
import { pause } from '#platform/waiting/pause.ts';
import { PositionError } from './load-received.ts';
import { moveTo, type Positions, positionOf } from './positions.ts';
import type { ReceivedBatch, ReceivedInvoice } from './received-invoice.ts';
import type { ReceivedWindow } from './received-window.ts';

/** An invoice with the position after it, from which it can be followed on. */
export interface ReceivedEvent {
  readonly invoice: ReceivedInvoice;
  readonly positions: Positions;
}

export interface ReceivedFollowerOptions {
  /** The window over the end of the tables, as soon as there is one. */
  readonly findWindow: () => ReceivedWindow | undefined;
  /** Rung when the window has grown or begun anew. */
  readonly appended: Bell;
  /** Reads the next invoices after a position; throws PositionError when they are not kept. */
  readonly loadReceived: (after: Positions) => Promise<readonly ReceivedBatch[]>;
  readonly pollMs: number;
  readonly onError: (error: unknown) => void;
  readonly toBackoffMs: (failures: number) => number;
}

/** One follower of the received invoices: it takes them from the shared window, or from the tables while it is behind. */
export class ReceivedFollower {
  readonly #options: ReceivedFollowerOptions;
  readonly #positions: bigint[];
  /** The window it reads in, and the index of its next batch there; absent while it reads pages. */
  #inWindow: { readonly window: ReceivedWindow; index: number } | undefined;
  #page: readonly ReceivedBatch[] = [];
  #batch: ReceivedBatch | undefined;
  #nextInBatch = 0;
  #failures = 0;

  constructor(after: Positions, options: ReceivedFollowerOptions) {
    this.#positions = [...after];
    this.#options = options;
  }

  /** @throws {PositionError} when the next invoices are no longer kept */
  async next(signal: AbortSignal): Promise<ReceivedEvent> {
    const { appended, findWindow } = this.#options;
    for (;;) {
      const event = this.#takeFromBatch();
      if (event !== undefined) return event;
      const { rings } = appended;
      if (this.#takeBatch()) continue;
      if (this.#inWindow !== undefined && this.#inWindow.window === findWindow()) {
        await appended.waitBeyond(rings, signal);
      } else {
        await this.#readPage(signal, rings);
      }
      signal.throwIfAborted();
    }
  }

  #takeFromBatch(): ReceivedEvent | undefined {
    while (this.#batch !== undefined) {
      const { partition, nextOffset, invoices } = this.#batch;
      const invoice = invoices[this.#nextInBatch];
      this.#nextInBatch += 1;
      if (invoice === undefined) {
        moveTo(this.#positions, { partition, nextOffset });
        this.#batch = undefined;
      } else if (invoice.offset >= positionOf(this.#positions, partition)) {
        moveTo(this.#positions, { partition, nextOffset: invoice.offset + 1n });
        return { invoice, positions: [...this.#positions] };
      }
    }
    return undefined;
  }

  /** Takes the next batch of the page, then of the window. True if there was one. */
  #takeBatch(): boolean {
    this.#nextInBatch = 0;
    const [first, ...rest] = this.#page;
    if (first !== undefined) this.#page = rest;
    this.#batch = first ?? this.#takeFromWindow();
    return this.#batch !== undefined;
  }

  #takeFromWindow(): ReceivedBatch | undefined {
    const window = this.#options.findWindow();
    if (window === undefined) return undefined;
    if (this.#inWindow?.window !== window || this.#inWindow.index < window.firstIndex) {
      this.#inWindow = window.covers(this.#positions) ? { window, index: window.firstIndex } : undefined;
    }
    const batch = this.#inWindow && window.at(this.#inWindow.index);
    if (this.#inWindow !== undefined && batch !== undefined) this.#inWindow.index += 1;
    return batch;
  }

  async #readPage(signal: AbortSignal, rings: number): Promise<void> {
    const { loadReceived, appended, pollMs, onError, toBackoffMs } = this.#options;
    try {
      this.#page = await loadReceived(this.#positions);
      this.#failures = 0;
      // At the end of the tables, yet without the window: it is being set up, or its reader is behind.
      if (this.#page.length === 0) await appended.waitBeyond(rings, signal, pollMs);
    } catch (error) {
      if (error instanceof PositionError) throw error;
      this.#failures += 1;
      onError(error);
      await pause(toBackoffMs(this.#failures), signal);
    }
  }
}
