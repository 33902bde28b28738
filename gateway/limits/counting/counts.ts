import { LRUCache } from 'lru-cache';
import { settlesWithin } from '#platform/waiting/within.ts';
import type { Bucket } from './bucket.ts';
import { type CountingMeans, KeyCount, type TakeOutcome } from './key-count.ts';
import { ProcessCount } from './process-count.ts';
import type { StoreHealth } from './store-health.ts';

export interface CountsOptions extends Pick<CountingMeans, 'store' | 'rules'> {
  readonly health: StoreHealth;
  /** The clock of a test; the machine's by default. */
  readonly now?: () => number;
}

/** The most keys of one bucket that are kept. Of one that is dropped, the store has the points. */
const maxKeys = 50_000;

/** The time in which the points of a day reach the store, for those who ask how many are left. */
const tellEveryMs = 5_000;

/** The time to tell the store of the last points when a gateway stops. */
const lastWordsMs = 2_000;

/** All counts of one process, by bucket and key. */
export class Counts {
  readonly #means: CountingMeans;
  readonly #processes: ProcessCount;
  readonly #buckets = new Map<string, LRUCache<string, KeyCount>>();
  /** Counts of days with points that the store may not have. */
  readonly #untold = new Set<KeyCount>();
  readonly #timer: NodeJS.Timeout;

  constructor({ store, rules, health, now = Date.now }: CountsOptions) {
    this.#processes = new ProcessCount(store);
    this.#means = { store, rules, health, processes: () => this.#processes.count, now };
    this.#timer = setInterval(() => void this.#tell(), tellEveryMs);
    this.#timer.unref();
  }

  /** Counts this process among those that share the store; without it that is done later. */
  async join(maxMs: number): Promise<void> {
    await settlesWithin(this.#processes.look(Date.now()), maxMs);
  }

  /** Takes points of a key if the quota allows it; answers later only if the store must be asked. */
  take(bucket: Bucket, key: string, points: number): TakeOutcome | Promise<TakeOutcome> {
    const count = this.#find(bucket, key);
    if (bucket.isDaily) this.#untold.add(count);
    return count.take(bucket, points);
  }

  /** Gives back points that were taken for an operation that is not run after all. */
  giveBack(bucket: Bucket, key: string, points: number): void {
    this.#find(bucket, key).giveBack(points);
  }

  /** The points that a key has used, as far as this process knows. */
  read(bucket: Bucket, key: string): { readonly used: number; readonly endsAtMs: number } {
    return this.#find(bucket, key).read(bucket);
  }

  /** The same after the store was asked, unless that fails or takes too long. */
  async readAll(bucket: Bucket, key: string): Promise<{ readonly used: number; readonly endsAtMs: number }> {
    const count = this.#find(bucket, key);
    await settlesWithin(count.synchronise(), this.#means.rules().waitMs);
    return count.read(bucket);
  }

  /** Forgets the counts of buckets that newer limits do not have. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#buckets.keys()) if (!ids.has(id)) this.#buckets.delete(id);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#processes.close();
    await settlesWithin(this.#tell(), lastWordsMs);
  }

  #find(bucket: Bucket, key: string): KeyCount {
    let counts = this.#buckets.get(bucket.id);
    if (counts === undefined) {
      counts = new LRUCache({
        max: maxKeys,
        dispose: (count) => {
          if (count.hasUnsent) void count.synchronise();
        },
      });
      this.#buckets.set(bucket.id, counts);
    }
    let count = counts.get(key);
    if (count === undefined) {
      count = new KeyCount(bucket, key, this.#means);
      counts.set(key, count);
    }
    return count;
  }

  async #tell(): Promise<void> {
    const counts = [...this.#untold];
    this.#untold.clear();
    await Promise.all(counts.map((count) => (count.hasUnsent ? count.synchronise() : undefined)));
  }
}
