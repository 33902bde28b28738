import { LRUCache } from 'lru-cache';

const windowMs = 60_000;
/** Addresses that are counted at a time; of more, those that were quiet for longest begin anew. */
const maxAddresses = 50_000;

/** The requests of an address in its present minute. */
interface Minute {
  count: number;
  readonly endsAtMs: number;
}

/** Limits the requests of each address in a minute, which begins with its first one. Each process counts for itself. */
export class AddressRate {
  readonly #max: number;
  readonly #now: () => number;
  readonly #minutes = new LRUCache<string, Minute>({ max: maxAddresses });

  /** @param now the clock, in milliseconds; that of the machine by default */
  constructor(max: number, now: () => number = Date.now) {
    this.#max = max;
    this.#now = now;
  }

  /** Counts a request. @returns the seconds after which another one passes, or undefined if this one does */
  take(address: string): number | undefined {
    const now = this.#now();
    const known = this.#minutes.get(address);
    const minute =
      known !== undefined && known.endsAtMs > now ? known : { count: 0, endsAtMs: now + windowMs };
    if (minute !== known) this.#minutes.set(address, minute);
    if (minute.count >= this.#max) return Math.ceil((minute.endsAtMs - now) / 1_000);
    minute.count += 1;
    return undefined;
  }
}
