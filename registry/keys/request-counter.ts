import { LRUCache } from 'lru-cache';

const windowMs = 60_000;
/** The most callers that are counted apart; with more, the ones seen longest ago begin anew. */
const maxCounted = 10_000;

/** Counts requests of callers in windows of a minute. */
export class RequestCounter {
  readonly #maxPerMinute: number;
  readonly #counts = new LRUCache<string, { count: number }>({ max: maxCounted, ttl: windowMs });

  constructor(maxPerMinute: number) {
    this.#maxPerMinute = maxPerMinute;
  }

  /** Tests if a caller has used up its minute. */
  isSpent(caller: string): boolean {
    return (this.#counts.get(caller)?.count ?? 0) >= this.#maxPerMinute;
  }

  /** Counts a request; the minute begins with the first one. */
  count(caller: string): void {
    const counted = this.#counts.get(caller);
    if (counted === undefined) this.#counts.set(caller, { count: 1 });
    else counted.count += 1;
  }
}
