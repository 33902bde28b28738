import type { Serde } from '../serde.ts';
import { type Persistent, type StateEntry, StateError, splitNumber } from './state-entry.ts';
import { type Entry, TrackedMap } from './tracked-map.ts';

/** One window of a key. */
export interface SlidingEntry<V> {
  readonly startMs: number;
  readonly value: V;
  readonly timestampMs: number;
}

/** The windows of every key, in the order of their starts. Windows older than the retention are hidden, then deleted. */
export class SlidingStore<V> implements Persistent {
  readonly name: string;
  readonly #serde: Serde<V>;
  readonly #retentionMs: number;
  readonly #map = new TrackedMap<V>();
  /** The starts of each key's windows, ascending. */
  readonly #starts = new Map<string, number[]>();
  /** The latest start that there ever was, also after its window has ended: visibility depends on it. */
  #latestStartMs = -1;
  #drainedStartMs = -1;
  #nextSweepMs = 0;

  constructor(name: string, serde: Serde<V>, retentionMs: number) {
    this.name = name;
    this.#serde = serde;
    this.#retentionMs = retentionMs;
  }

  /** The windows of a key that start within these times, both included; ascending, as they are now. */
  windowsOf(key: string, fromMs: number, toMs: number): SlidingEntry<V>[] {
    const leastMs = Math.max(fromMs, this.#latestStartMs - this.#retentionMs + 1);
    const windows: SlidingEntry<V>[] = [];
    const starts = this.#starts.get(key) ?? [];
    for (let index = lowerBound(starts, leastMs); index < starts.length; index += 1) {
      const startMs = starts[index];
      if (startMs === undefined || startMs > toMs) break;
      const entry = this.#map.get(placeOf(startMs, key));
      if (entry !== undefined) windows.push({ startMs, value: entry.value, timestampMs: entry.timestampMs });
    }
    return windows;
  }

  /** Sets a window's value; null ends it. */
  put(key: string, startMs: number, value: V | null, timestampMs: number): void {
    if (startMs > this.#latestStartMs) this.#latestStartMs = startMs;
    if (this.#latestStartMs >= this.#nextSweepMs) this.#sweep();
    const place = placeOf(startMs, key);
    const entry = this.#map.get(place);
    if (value === null) this.#remove(key, startMs);
    else if (entry !== undefined) this.#map.update(entry, value, timestampMs);
    else {
      this.#map.insert(place, value, timestampMs);
      this.#addStart(key, startMs);
    }
  }

  snapshot(): StateEntry[] {
    const windows = Array.from(this.#map.entries(), ([place, entry]) => this.#write(place, entry));
    return [...windows, ...this.#writeLatest()];
  }

  drainChanges(): StateEntry[] {
    const changes: StateEntry[] = [];
    this.#map.drain((place, entry) => changes.push(this.#write(place, entry)));
    if (this.#latestStartMs !== this.#drainedStartMs) changes.push(...this.#writeLatest());
    this.#drainedStartMs = this.#latestStartMs;
    return changes;
  }

  restore(place: string, value: string): void {
    if (place === latestPlace) {
      this.#latestStartMs = Number(value);
      this.#drainedStartMs = this.#latestStartMs;
      this.#planSweep();
      return;
    }
    const window = place.startsWith('w') ? splitNumber(place.slice(1)) : null;
    const parts = splitNumber(value);
    if (window === null || parts === null) throw new StateError(this.name, place);
    const [startMs, key] = window;
    this.#map.restore(place, this.#serde.fromText(parts[1]), parts[0]);
    this.#addStart(key, startMs);
  }

  #addStart(key: string, startMs: number): void {
    const starts = this.#starts.get(key);
    if (starts === undefined) this.#starts.set(key, [startMs]);
    else starts.splice(lowerBound(starts, startMs), 0, startMs);
  }

  #remove(key: string, startMs: number): void {
    const starts = this.#starts.get(key) ?? [];
    const index = lowerBound(starts, startMs);
    if (starts[index] !== startMs) return;
    starts.splice(index, 1);
    if (starts.length === 0) this.#starts.delete(key);
    this.#map.delete(placeOf(startMs, key));
  }

  /** Each retention time all keys are swept once, so that each window is visited about twice in its life. */
  #sweep(): void {
    const leastMs = this.#latestStartMs - this.#retentionMs + 1;
    for (const [key, starts] of this.#starts) {
      const expired = starts.splice(0, lowerBound(starts, leastMs));
      for (const startMs of expired) this.#map.delete(placeOf(startMs, key));
      if (starts.length === 0) this.#starts.delete(key);
    }
    this.#planSweep();
  }

  /** At multiples of the retention time, so that a restored store sweeps when the one before would have. */
  #planSweep(): void {
    this.#nextSweepMs = (Math.floor(this.#latestStartMs / this.#retentionMs) + 1) * this.#retentionMs;
  }

  #writeLatest(): StateEntry[] {
    if (this.#latestStartMs < 0) return [];
    return [{ store: this.name, key: latestPlace, value: this.#latestStartMs.toString() }];
  }

  #write(place: string, entry: Entry<V> | undefined): StateEntry {
    const value = entry === undefined ? null : `${entry.timestampMs}:${this.#serde.toText(entry.value)}`;
    return { store: this.name, key: place, value };
  }
}

const latestPlace = 'latest';

function placeOf(startMs: number, key: string): string {
  return `w${startMs}:${key}`;
}

/** The index of the first of these ascending times that is not before `timeMs`. */
function lowerBound(times: readonly number[], timeMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Number.POSITIVE_INFINITY) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
