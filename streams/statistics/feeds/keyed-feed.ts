import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { type Bell, createBell } from '#platform/waiting/bell.ts';
import { pause } from '#platform/waiting/pause.ts';
import { createLoadPace } from './load-pace.ts';
import { createPulledEvents } from './pulled-events.ts';

export interface KeyedFeedOptions<Value> {
  /** Loads the values of these keys, in their order. */
  readonly load: (keys: readonly string[]) => Promise<readonly Value[]>;
  /** Tells which values may have changed since the last call, or since anybody follows; `any` when nobody knows. */
  readonly findChanged: () => Promise<ReadonlySet<string> | 'any'>;
  /** What of a value counts: two with the same text are one event. */
  readonly toText: (value: Value) => string;
  /** Rung when there may be something new. */
  readonly changes: Bell;
  /** The least time between two values of one key, in milliseconds. */
  readonly intervalMs: number;
  /** The least time between two looks at what has changed, in milliseconds. */
  readonly turnMs: number;
  /** The time between two looks, in milliseconds, up to which it grows while they and their loads are slow. */
  readonly maxTurnMs: number;
  /** How often to look when the bell has not rung, in milliseconds. */
  readonly pollMs: number;
  /** How often to load all that is followed, whatever is said to have changed, in milliseconds. */
  readonly reloadMs: number;
  /** Told of each failure to load; it is tried again after a growing wait. */
  readonly onError: (error: unknown) => void;
}

/**
 * Values by key, of each of which only the newest state counts. One reader serves all who follow: it loads only what has
 * changed and is followed, so that a thousand who follow a thousand keys cost about as much as the changes do.
 */
export interface KeyedFeed<Value> {
  /** The value now, then its changes; for whoever is slow some are left out, and never the newest. */
  follow(key: string): AsyncIterableIterator<Value>;
}

interface Entry<Value> {
  readonly key: string;
  readonly published: Bell;
  followers: number;
  latest: { readonly value: Value; readonly text: string } | undefined;
  /** By `performance.now()`. */
  mayLoadAtMs: number;
}

const backoff = { firstMs: 100, maxMs: 5_000 };
const keysAtOnce = 1_000;
const unsureAtOnce = 100;

export function createKeyedFeed<Value>(options: KeyedFeedOptions<Value>): KeyedFeed<Value> {
  const { load, findChanged, toText, changes, intervalMs, turnMs, pollMs, reloadMs } = options;
  const pace = createLoadPace({ minMs: turnMs, maxMs: options.maxTurnMs });
  const entries = new Map<string, Entry<Value>>();
  /** Those to be loaded. */
  const stale = new Set<Entry<Value>>();
  /** Those to be loaded though nobody told that they have changed. */
  const unsure = new Set<Entry<Value>>();
  /** Rung when somebody wants a value that nobody has loaded. */
  const wanted = createBell();
  let running = new AbortController();
  /** One reader at a time: what an ending one has asked for would otherwise overtake what the next one finds. */
  let lastRun: Promise<void> = Promise.resolve();

  async function run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    let reloadAtMs = 0;
    while (!signal.aborted) {
      const [rings, wishes] = [changes.rings, wanted.rings];
      try {
        const beganAtMs = performance.now();
        markChanged(await findChanged());
        if (performance.now() >= reloadAtMs) {
          for (const entry of entries.values()) unsure.add(entry);
          reloadAtMs = performance.now() + reloadMs;
        }
        await loadDue();
        await loadEach(someUnsure());
        failures = 0;
        pace.note(performance.now() - beganAtMs);
        await pause(pace.intervalMs(), signal);
        await waitForWork(rings, wishes, signal);
      } catch (error) {
        failures += 1;
        options.onError(error);
        await pause(toBackoffMs(failures, backoff), signal);
      }
    }
  }

  function markChanged(changed: ReadonlySet<string> | 'any'): void {
    const keys = changed === 'any' ? entries.keys() : changed;
    for (const key of keys) {
      const entry = entries.get(key);
      if (entry !== undefined) stale.add(entry);
    }
  }

  async function loadDue(): Promise<void> {
    const nowMs = performance.now();
    const due = [...stale].filter(({ mayLoadAtMs }) => mayLoadAtMs <= nowMs);
    while (due.length > 0) await loadEach(due.splice(0, keysAtOnce));
  }

  async function loadEach(some: readonly Entry<Value>[]): Promise<void> {
    if (some.length === 0) return;
    const values = await load(some.map(({ key }) => key));
    for (const [nth, value] of values.entries()) {
      const entry = some[nth];
      if (entry === undefined) continue;
      stale.delete(entry);
      unsure.delete(entry);
      publish(entry, value);
    }
  }

  /** Few at a time, so that those who have changed need not wait for them. */
  function someUnsure(): Entry<Value>[] {
    const some: Entry<Value>[] = [];
    for (const entry of unsure) {
      if (some.length === unsureAtOnce) break;
      if (stale.has(entry)) unsure.delete(entry);
      else some.push(entry);
    }
    return some;
  }

  function publish(entry: Entry<Value>, value: Value): void {
    const text = toText(value);
    const isNew = entry.latest?.text !== text;
    entry.latest = { value, text };
    if (!isNew) return;
    entry.mayLoadAtMs = performance.now() + intervalMs;
    entry.published.ring();
  }

  /** Waits for a change, for a wish, and for the first that is stale and may be loaded again. */
  async function waitForWork(rings: number, wishes: number, signal: AbortSignal): Promise<void> {
    let untilMs = performance.now() + pollMs;
    for (const { mayLoadAtMs } of stale) untilMs = Math.min(untilMs, mayLoadAtMs);
    const atMostMs = untilMs - performance.now();
    if (atMostMs <= 0 || unsure.size > 0) return;
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    await Promise.race([changes.waitBeyond(rings, either, atMostMs), wanted.waitBeyond(wishes, either)]);
    over.abort();
  }

  function enter(key: string): Entry<Value> {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const entry: Entry<Value> = {
      key,
      published: createBell(),
      followers: 0,
      latest: undefined,
      mayLoadAtMs: 0,
    };
    entries.set(key, entry);
    stale.add(entry);
    wanted.ring();
    if (entries.size === 1) {
      running = new AbortController();
      const { signal } = running;
      lastRun = lastRun.then(() => run(signal));
    }
    return entry;
  }

  function leave(entry: Entry<Value>): void {
    entry.followers -= 1;
    if (entry.followers > 0) return;
    entries.delete(entry.key);
    stale.delete(entry);
    unsure.delete(entry);
    if (entries.size === 0) running.abort();
  }

  return {
    follow(key) {
      const entry = enter(key);
      const { published } = entry;
      let seen = -1;
      entry.followers += 1;
      return createPulledEvents(
        async (signal) => {
          while (entry.latest === undefined || seen === published.rings) {
            await published.waitBeyond(published.rings, signal);
            signal.throwIfAborted();
          }
          seen = published.rings;
          return entry.latest.value;
        },
        () => leave(entry),
      );
    },
  };
}
