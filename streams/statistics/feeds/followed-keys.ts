import { LatestValue } from './latest-value.ts';

export interface FollowedKey<Value> {
  readonly key: string;
  readonly latest: LatestValue<Value>;
  followers: number;
  /** By `performance.now()`. */
  mayLoadAtMs: number;
}

const keysPerPage = 1_000;
const unsureAtOnce = 100;

/** The keys that somebody follows, and which of them are to be loaded when. */
export class FollowedKeys<Value> {
  readonly #intervalMs: number;
  readonly #toText: (value: Value) => string;
  readonly #entries = new Map<string, FollowedKey<Value>>();
  /** New keys, and those whose value may have changed. */
  readonly #stale = new Set<FollowedKey<Value>>();
  /** Keys to be loaded though no change was found. */
  readonly #unsure = new Set<FollowedKey<Value>>();

  /** @param options.intervalMs the shortest time between two values of one key, in milliseconds */
  constructor({ intervalMs, toText }: { intervalMs: number; toText: (value: Value) => string }) {
    this.#intervalMs = intervalMs;
    this.#toText = toText;
  }

  get hasUnsure(): boolean {
    return this.#unsure.size > 0;
  }

  /** Adds a follower of a key. */
  enter(key: string): { entry: FollowedKey<Value>; isNew: boolean } {
    const known = this.#entries.get(key);
    const entry = known ?? { key, latest: new LatestValue(this.#toText), followers: 0, mayLoadAtMs: 0 };
    entry.followers += 1;
    if (known === undefined) {
      this.#entries.set(key, entry);
      this.#stale.add(entry);
    }
    return { entry, isNew: known === undefined };
  }

  leave(entry: FollowedKey<Value>): void {
    entry.followers -= 1;
    if (entry.followers > 0) return;
    this.#entries.delete(entry.key);
    this.#stale.delete(entry);
    this.#unsure.delete(entry);
  }

  markChanged(changed: ReadonlySet<string> | 'any'): void {
    for (const key of changed === 'any' ? this.#entries.keys() : changed) {
      const entry = this.#entries.get(key);
      if (entry !== undefined) this.#stale.add(entry);
    }
  }

  markAllUnsure(): void {
    for (const entry of this.#entries.values()) this.#unsure.add(entry);
  }

  /** The stale keys that may be loaded now, then a few unsure ones, so that the changed ones need not wait for all of those. */
  *takePages(): Generator<readonly FollowedKey<Value>[]> {
    const nowMs = performance.now();
    const due = [...this.#stale].filter(({ mayLoadAtMs }) => mayLoadAtMs <= nowMs);
    while (due.length > 0) yield due.splice(0, keysPerPage);
    const unsure = this.#someUnsure();
    if (unsure.length > 0) yield unsure;
  }

  publish(entry: FollowedKey<Value>, value: Value): void {
    this.#stale.delete(entry);
    this.#unsure.delete(entry);
    if (entry.latest.publish(value)) entry.mayLoadAtMs = performance.now() + this.#intervalMs;
  }

  /** The time when the first stale key may be loaded, by `performance.now()`; infinite if none is stale. */
  nextDueAtMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { mayLoadAtMs } of this.#stale) nextMs = Math.min(nextMs, mayLoadAtMs);
    return nextMs;
  }

  #someUnsure(): FollowedKey<Value>[] {
    const some: FollowedKey<Value>[] = [];
    for (const entry of this.#unsure) {
      if (some.length === unsureAtOnce) break;
      if (this.#stale.has(entry)) this.#unsure.delete(entry);
      else some.push(entry);
    }
    return some;
  }
}
