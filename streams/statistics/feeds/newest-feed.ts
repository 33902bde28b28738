import type { Bell } from '#platform/waiting/bell.ts';
import { pause } from '#platform/waiting/pause.ts';
import { LatestValue } from './latest-value.ts';
import { LoadPace } from './load-pace.ts';
import { SharedReader } from './shared-reader.ts';

export interface NewestFeedOptions<Value> {
  readonly load: () => Promise<Value>;
  /** The part of a value that counts: two values with the same text are one event. */
  readonly toText: (value: Value) => string;
  /** True if the value changes by the clock alone. */
  readonly isMoving: (value: Value) => boolean;
  /** Rung when there may be something new. */
  readonly changes: Bell;
  /** The shortest time between two values, in milliseconds. */
  readonly intervalMs: number;
  /** The time between two values, in milliseconds, up to which it grows while loads are slow. */
  readonly maxIntervalMs: number;
  /** The longest time between two loads while the bell does not ring, in milliseconds. */
  readonly pollMs: number;
  /** Told of each failure to load; it is tried again after a growing wait. */
  readonly onError: (error: unknown) => void;
  /** Called when the last follower has left. */
  readonly onIdle?: () => void;
}

/** A value of which only the newest state counts. It is loaded once for all its followers, and only while there are any. */
export class NewestFeed<Value> {
  readonly #options: NewestFeedOptions<Value>;
  readonly #pace: LoadPace;
  readonly #latest: LatestValue<Value>;
  readonly #reader: SharedReader;

  constructor(options: NewestFeedOptions<Value>) {
    const { intervalMs, maxIntervalMs, toText, onIdle, onError } = options;
    this.#options = options;
    this.#pace = new LoadPace({ minMs: intervalMs, maxMs: maxIntervalMs });
    this.#latest = new LatestValue(toText);
    this.#reader = new SharedReader({
      startRun: () => (signal) => this.#readOnce(signal),
      onIdle: () => {
        this.#latest.clear();
        onIdle?.();
      },
      onError,
    });
  }

  /** The present value, then its changes. Slow followers miss some, and never the newest. */
  follow(): AsyncIterableIterator<Value> {
    this.#reader.join();
    return this.#latest.follow(() => this.#reader.leave());
  }

  async #readOnce(signal: AbortSignal): Promise<void> {
    const { load, isMoving, changes, pollMs } = this.#options;
    const { rings } = changes;
    const calledAtMs = performance.now();
    const value = await load();
    this.#pace.note(performance.now() - calledAtMs);
    if (signal.aborted) return;
    this.#latest.publish(value);
    await pause(this.#pace.intervalMs, signal);
    if (!isMoving(value)) await changes.waitBeyond(rings, signal, pollMs);
  }
}
