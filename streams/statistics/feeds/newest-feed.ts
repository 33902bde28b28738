import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { type Bell, createBell } from '#platform/waiting/bell.ts';
import { pause } from '#platform/waiting/pause.ts';
import { createLoadPace } from './load-pace.ts';
import { createPulledEvents } from './pulled-events.ts';

export interface NewestFeedOptions<Value> {
  readonly load: () => Promise<Value>;
  /** What of a value counts: two with the same text are one event. */
  readonly toText: (value: Value) => string;
  /** Whether the value changes by the clock alone. */
  readonly isMoving: (value: Value) => boolean;
  /** Rung when there may be something new. */
  readonly changes: Bell;
  /** The least time between two values, in milliseconds. */
  readonly intervalMs: number;
  /** The time between two values, in milliseconds, up to which it grows while loads are slow. */
  readonly maxIntervalMs: number;
  /** How often to look when the bell has not rung, in milliseconds. */
  readonly pollMs: number;
  /** Told of each failure to load; it is tried again after a growing wait. */
  readonly onError: (error: unknown) => void;
  /** Called when nobody follows any more. */
  readonly onIdle?: () => void;
}

/** A value of which only the newest state counts. It is loaded once for all who follow it, and only while somebody does. */
export interface NewestFeed<Value> {
  /** The value now, then its changes; for whoever is slow some are left out, and never the newest. */
  follow(): AsyncIterableIterator<Value>;
}

const backoff = { firstMs: 100, maxMs: 5_000 };

export function createNewestFeed<Value>(options: NewestFeedOptions<Value>): NewestFeed<Value> {
  const { load, toText, isMoving, changes, pollMs } = options;
  const pace = createLoadPace({ minMs: options.intervalMs, maxMs: options.maxIntervalMs });
  const published = createBell();
  let latest: { readonly value: Value; readonly text: string } | undefined;
  let followers = 0;
  let running = new AbortController();

  async function run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const rings = changes.rings;
      try {
        const calledAtMs = performance.now();
        const value = await load();
        pace.note(performance.now() - calledAtMs);
        if (signal.aborted) return;
        failures = 0;
        publish(value);
        await pause(pace.intervalMs(), signal);
        if (!isMoving(value)) await changes.waitBeyond(rings, signal, pollMs);
      } catch (error) {
        failures += 1;
        options.onError(error);
        await pause(toBackoffMs(failures, backoff), signal);
      }
    }
  }

  function publish(value: Value): void {
    const text = toText(value);
    const isNew = latest?.text !== text;
    latest = { value, text };
    if (isNew) published.ring();
  }

  function leave(): void {
    followers -= 1;
    if (followers > 0) return;
    running.abort();
    latest = undefined;
    options.onIdle?.();
  }

  return {
    follow() {
      let seen = -1;
      if (followers === 0) {
        running = new AbortController();
        void run(running.signal);
      }
      followers += 1;
      return createPulledEvents(async (signal) => {
        while (latest === undefined || seen === published.rings) {
          await published.waitBeyond(published.rings, signal);
          signal.throwIfAborted();
        }
        seen = published.rings;
        return latest.value;
      }, leave);
    },
  };
}
