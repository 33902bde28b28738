import { type Bell, createBell } from '#platform/waiting/bell.ts';
import { pause } from '#platform/waiting/pause.ts';
import { FollowedKeys } from './followed-keys.ts';
import { LoadPace } from './load-pace.ts';
import { SharedReader } from './shared-reader.ts';

export interface KeyedFeedOptions<Value> {
  /** Loads the values of these keys, in their order. */
  readonly load: (keys: readonly string[]) => Promise<readonly Value[]>;
  /** Finds the keys whose values may have changed since the last call; `any` if that is not known. */
  readonly findChanged: () => Promise<ReadonlySet<string> | 'any'>;
  /** The part of a value that counts: two values with the same text are one event. */
  readonly toText: (value: Value) => string;
  /** Rung when there may be something new. */
  readonly changes: Bell;
  /** The shortest time between two values of one key, in milliseconds. */
  readonly intervalMs: number;
  /** The shortest time between two searches for changes, in milliseconds. */
  readonly turnMs: number;
  /** The time between two searches, in milliseconds, up to which it grows while searches and loads are slow. */
  readonly maxTurnMs: number;
  /** The longest time between two searches while the bell does not ring, in milliseconds. */
  readonly pollMs: number;
  /** The time between two loads of everything that is followed, changed or not, in milliseconds. */
  readonly reloadMs: number;
  /** Told of each failure to load; it is tried again after a growing wait. */
  readonly onError: (error: unknown) => void;
}

/**
 * Values by key, of each of which only the newest state counts. One reader serves all followers: it loads only what has
 * changed and is followed, so a thousand followers of a thousand keys cost about as much as the changes do.
 */
export class KeyedFeed<Value> {
  readonly #options: KeyedFeedOptions<Value>;
  readonly #pace: LoadPace;
  readonly #keys: FollowedKeys<Value>;
  /** Rung when somebody follows a key that has no value yet. */
  readonly #wanted = createBell();
  readonly #reader: SharedReader;

  constructor(options: KeyedFeedOptions<Value>) {
    const { turnMs, maxTurnMs, intervalMs, toText, onError } = options;
    this.#options = options;
    this.#pace = new LoadPace({ minMs: turnMs, maxMs: maxTurnMs });
    this.#keys = new FollowedKeys({ intervalMs, toText });
    this.#reader = new SharedReader({ startRun: () => this.#startRun(), onIdle: () => {}, onError });
  }

  /** The present value of a key, then its changes. Slow followers miss some, and never the newest. */
  follow(key: string): AsyncIterableIterator<Value> {
    const { entry, isNew } = this.#keys.enter(key);
    if (isNew) this.#wanted.ring();
    this.#reader.join();
    return entry.latest.follow(() => {
      this.#keys.leave(entry);
      this.#reader.leave();
    });
  }

  #startRun(): (signal: AbortSignal) => Promise<void> {
    const { findChanged, changes, reloadMs } = this.#options;
    let reloadAtMs = 0;
    return async (signal) => {
      const [rings, wishes] = [changes.rings, this.#wanted.rings];
      const beganAtMs = performance.now();
      this.#keys.markChanged(await findChanged());
      if (performance.now() >= reloadAtMs) {
        this.#keys.markAllUnsure();
        reloadAtMs = performance.now() + reloadMs;
      }
      await this.#load();
      this.#pace.note(performance.now() - beganAtMs);
      await pause(this.#pace.intervalMs, signal);
      await this.#waitForWork(rings, wishes, signal);
    };
  }

  async #load(): Promise<void> {
    for (const entries of this.#keys.takePages()) {
      const values = await this.#options.load(entries.map(({ key }) => key));
      for (const [nth, value] of values.entries()) {
        const entry = entries[nth];
        if (entry !== undefined) this.#keys.publish(entry, value);
      }
    }
  }

  /** Waits for a change, for a new key, and for the first stale key that may be loaded again. */
  async #waitForWork(rings: number, wishes: number, signal: AbortSignal): Promise<void> {
    const { changes, pollMs } = this.#options;
    const maxMs = Math.min(pollMs, this.#keys.nextDueAtMs() - performance.now());
    if (maxMs <= 0 || this.#keys.hasUnsure) return;
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    await Promise.race([changes.waitBeyond(rings, either, maxMs), this.#wanted.waitBeyond(wishes, either)]);
    over.abort();
  }
}
