import { createSlidingCounts, type SlidingCounts } from './sliding-counts.ts';

/** The bounds within which a subgraph may be asked more often because of failures. */
export interface RetryBudgetOptions {
  /** Retries for each hundred requests, ... */
  readonly retryPercent: number;
  /** ... and besides so many in each second, so that a subgraph that is asked seldom is asked again, too. */
  readonly retriesPerSecond: number;
}

/** The time over which requests and retries are counted. */
const windowSeconds = 10;

/**
 * Bounds the retries of requests to a subgraph by a share of the requests: if it fails as a whole, it is asked little more often than
 * before, not twice as often.
 */
export class RetryBudget {
  readonly #options: RetryBudgetOptions;
  readonly #counts: SlidingCounts;

  /** @param now in milliseconds */
  constructor(options: RetryBudgetOptions, now: () => number = () => performance.now()) {
    this.#options = options;
    this.#counts = createSlidingCounts(windowSeconds * 1_000, now);
  }

  /** A request is sent for the first time. */
  noteRequest(): void {
    this.#counts.add(false);
  }

  /** @returns `false` if there are retries enough for now */
  take(): boolean {
    const { retryPercent, retriesPerSecond } = this.#options;
    const { all, marked: retries } = this.#counts.read();
    const most = ((all - retries) * retryPercent) / 100 + retriesPerSecond * windowSeconds;
    if (retries + 1 > most) return false;
    this.#counts.add(true);
    return true;
  }
}
