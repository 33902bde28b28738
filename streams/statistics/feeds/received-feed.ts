import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { type Bell, createBell } from '#platform/waiting/bell.ts';
import { pause } from '#platform/waiting/pause.ts';
import { PositionError } from '../received/load-received.ts';
import { moveTo, type Positions, positionOf } from '../received/positions.ts';
import type { ReceivedBatch, ReceivedInvoice } from '../received/received-invoice.ts';
import { createPulledEvents } from './pulled-events.ts';
import { ReceivedWindow } from './received-window.ts';

export interface ReceivedFeedOptions {
  /** Where the statistics stand now. */
  readonly loadPositions: () => Promise<Positions>;
  /** Reads the next invoices after a position; throws PositionError when they are not kept. */
  readonly loadReceived: (after: Positions) => Promise<readonly ReceivedBatch[]>;
  /** Rung when there may be something new. */
  readonly changes: Bell;
  /** How often to look when the bell has not rung, in milliseconds. */
  readonly pollMs: number;
  /** How many of the latest invoices are held for all who follow. */
  readonly windowInvoices: number;
  /** The first wait after a failure, in milliseconds; 100 when absent. */
  readonly firstBackoffMs?: number;
  /** Told of each failure to read; it is tried again after a growing wait. */
  readonly onError: (error: unknown) => void;
}

/** An invoice with the position after it, from which it can be followed on. */
export interface ReceivedEvent {
  readonly invoice: ReceivedInvoice;
  readonly positions: Positions;
}

/**
 * Every received invoice, complete and in the order of its partition. One reader follows the end of the tables for all;
 * who is further behind reads pages of the tables until it meets the end. Nothing is queued for anybody: an event is
 * looked for when it is asked for, so who is slow only waits longer.
 */
export interface ReceivedFeed {
  /** Events end with PositionError when what follows is no longer kept. */
  follow(after: Positions): AsyncIterableIterator<ReceivedEvent>;
}

const maxBackoffMs = 5_000;

export function createReceivedFeed(options: ReceivedFeedOptions): ReceivedFeed {
  const { loadPositions, loadReceived, changes, pollMs, firstBackoffMs: firstMs = 100 } = options;
  const appended = createBell();
  let window: ReceivedWindow | undefined;
  let followers = 0;
  let running = new AbortController();

  /** Reads the end of the tables into the window for as long as somebody follows. */
  async function run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    let own: ReceivedWindow | undefined;
    while (!signal.aborted) {
      const rings = changes.rings;
      try {
        own ??= new ReceivedWindow(await loadPositions(), options.windowInvoices);
        const batches = await loadReceived(own.end);
        if (signal.aborted) return;
        failures = 0;
        own.add(batches);
        const isFirst = window !== own;
        window = own;
        if (batches.length > 0 || isFirst) appended.ring();
        if (batches.length === 0) await changes.waitBeyond(rings, signal, pollMs);
      } catch (error) {
        failures += 1;
        options.onError(error);
        // It fell so far behind that a part is not kept: who follows finds that out alone, the end begins anew.
        if (error instanceof PositionError) own = window = undefined;
        await pause(toBackoffMs(failures, { firstMs, maxMs: maxBackoffMs }), signal);
      }
    }
  }

  function leave(): void {
    followers -= 1;
    if (followers > 0) return;
    running.abort();
    window = undefined;
  }

  function follow(after: Positions): AsyncIterableIterator<ReceivedEvent> {
    if (followers === 0) {
      running = new AbortController();
      void run(running.signal);
    }
    followers += 1;
    const reader = createReader(after);
    return createPulledEvents(reader, leave);
  }

  function createReader(after: Positions): (signal: AbortSignal) => Promise<ReceivedEvent> {
    const positions = [...after];
    /** Where it reads in which window; none while it reads pages. */
    let place: { readonly window: ReceivedWindow; index: number } | undefined;
    let pending: readonly ReceivedBatch[] = [];
    let batch: ReceivedBatch | undefined;
    let nth = 0;
    let failures = 0;

    function takeFromBatch(): ReceivedEvent | undefined {
      while (batch !== undefined) {
        const invoice = batch.invoices[nth];
        nth += 1;
        if (invoice === undefined) {
          moveTo(positions, batch);
          batch = undefined;
        } else if (invoice.offset >= positionOf(positions, batch.partition)) {
          moveTo(positions, { partition: batch.partition, nextOffset: invoice.offset + 1n });
          return { invoice, positions: [...positions] };
        }
      }
      return undefined;
    }

    function takeBatch(): boolean {
      nth = 0;
      const [first, ...rest] = pending;
      if (first !== undefined) {
        batch = first;
        pending = rest;
        return true;
      }
      if (window === undefined) return false;
      if (place?.window !== window || place.index < window.firstIndex) {
        place = window.covers(positions) ? { window, index: window.firstIndex } : undefined;
      }
      batch = place && window.at(place.index);
      if (place !== undefined && batch !== undefined) place.index += 1;
      return batch !== undefined;
    }

    return async (signal) => {
      for (;;) {
        const event = takeFromBatch();
        if (event !== undefined) return event;
        const rings = appended.rings;
        if (takeBatch()) continue;
        if (place !== undefined && place.window === window) {
          await appended.waitBeyond(rings, signal);
        } else {
          await readPage(signal, rings);
        }
        signal.throwIfAborted();
      }
    };

    async function readPage(signal: AbortSignal, rings: number): Promise<void> {
      try {
        pending = await loadReceived(positions);
        failures = 0;
        // At the end of the tables, yet the window is not there: it is being set up, or its reader is behind.
        if (pending.length === 0) await appended.waitBeyond(rings, signal, pollMs);
      } catch (error) {
        if (error instanceof PositionError) throw error;
        failures += 1;
        options.onError(error);
        await pause(toBackoffMs(failures, { firstMs, maxMs: maxBackoffMs }), signal);
      }
    }
  }

  return { follow };
}
