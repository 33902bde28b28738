import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { pause } from '#platform/waiting/pause.ts';

/** Reads once, publishes what it finds, and waits until there may be more or the signal aborts. */
type ReadOnce = (signal: AbortSignal) => Promise<void>;

export interface SharedReaderOptions {
  /** Called when the first follower comes. What the returned function remembers lasts until the last one has left. */
  readonly startRun: () => ReadOnce;
  /** Called when the last follower has left. */
  readonly onIdle: () => void;
  /** Told of each failure to read; it is tried again after a growing wait. */
  readonly onError: (error: unknown) => void;
  /** The first wait after a failure, in milliseconds; 100 when absent. */
  readonly firstBackoffMs?: number | undefined;
}

const defaultFirstBackoffMs = 100;
const maxBackoffMs = 5_000;

/** One reader for everybody who follows: it reads while there are followers, and tries again after a failure. */
export class SharedReader {
  readonly #options: SharedReaderOptions;
  #followers = 0;
  #running = new AbortController();
  /** One run at a time: a late answer to an ending run could otherwise overtake the answers of the next one. */
  #lastRun: Promise<void> = Promise.resolve();

  constructor(options: SharedReaderOptions) {
    this.#options = options;
  }

  /** Adds a follower. Each one leaves once. */
  join(): void {
    this.#followers += 1;
    if (this.#followers > 1) return;
    this.#running = new AbortController();
    const { signal } = this.#running;
    this.#lastRun = this.#lastRun.then(() => this.#run(signal));
  }

  leave(): void {
    this.#followers -= 1;
    if (this.#followers > 0) return;
    this.#running.abort();
    this.#options.onIdle();
  }

  /** The wait after so many failures in a row, in milliseconds. */
  toBackoffMs(failures: number): number {
    const { firstBackoffMs = defaultFirstBackoffMs } = this.#options;
    return toBackoffMs(failures, { firstMs: firstBackoffMs, maxMs: maxBackoffMs });
  }

  async #run(signal: AbortSignal): Promise<void> {
    const readOnce = this.#options.startRun();
    let failures = 0;
    while (!signal.aborted) {
      try {
        await readOnce(signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#options.onError(error);
        await pause(this.toBackoffMs(failures), signal);
      }
    }
  }
}
