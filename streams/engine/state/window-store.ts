import type { Serde } from '../serde.ts';
import { type Persistent, type StateEntry, StateError, splitNumber } from './state-entry.ts';
import { type Entry, TrackedMap } from './tracked-map.ts';

/** Values by time and key, grouped by time so that a closed time can be deleted at once. */
export class WindowStore<V> implements Persistent {
  readonly name: string;
  readonly #serde: Serde<V>;
  readonly #segments = new Map<number, TrackedMap<V>>();
  #expired: string[] = [];
  #earliestMs = Number.POSITIVE_INFINITY;
  #latest: TrackedMap<V> | undefined;
  #latestMs = Number.NEGATIVE_INFINITY;

  constructor(name: string, serde: Serde<V>) {
    this.name = name;
    this.#serde = serde;
  }

  /** The earliest time that has a segment; infinite when there is none. */
  get earliestMs(): number {
    return this.#earliestMs;
  }

  /** All values of one time, to be read and written. */
  segment(timeMs: number): TrackedMap<V> {
    if (this.#latest !== undefined && this.#latestMs === timeMs) return this.#latest;
    const segment = this.#segments.get(timeMs) ?? this.#createSegment(timeMs);
    this.#latest = segment;
    this.#latestMs = timeMs;
    return segment;
  }

  /** Deletes everything up to and including this time, and returns it, earliest first. */
  takeUntil(timeMs: number): [timeMs: number, segment: TrackedMap<V>][] {
    if (this.#earliestMs > timeMs) return [];
    const taken: [number, TrackedMap<V>][] = [];
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const [startMs, segment] of this.#segments) {
      if (startMs <= timeMs) taken.push([startMs, segment]);
      else if (startMs < earliestMs) earliestMs = startMs;
    }
    for (const [startMs, segment] of taken) this.#forget(startMs, segment);
    this.#earliestMs = earliestMs;
    return taken.sort(([left], [right]) => left - right);
  }

  snapshot(): StateEntry[] {
    const entries: StateEntry[] = [];
    for (const [timeMs, segment] of this.#segments) {
      for (const [key, entry] of segment.entries()) entries.push(this.#write(timeMs, key, entry));
    }
    return entries;
  }

  drainChanges(): StateEntry[] {
    const changes = new Map<string, StateEntry>();
    for (const key of this.#expired) changes.set(key, { store: this.name, key, value: null });
    this.#expired = [];
    for (const [timeMs, segment] of this.#segments) {
      segment.drain((key, entry) => {
        const change = this.#write(timeMs, key, entry);
        changes.set(change.key, change);
      });
    }
    return [...changes.values()];
  }

  restore(key: string, value: string): void {
    const place = key.startsWith('w') ? splitNumber(key.slice(1)) : null;
    const parts = splitNumber(value);
    if (place === null || parts === null) throw new StateError(this.name, key);
    this.segment(place[0]).restore(place[1], this.#serde.fromText(parts[1]), parts[0]);
  }

  #createSegment(timeMs: number): TrackedMap<V> {
    const segment = new TrackedMap<V>();
    this.#segments.set(timeMs, segment);
    if (timeMs < this.#earliestMs) this.#earliestMs = timeMs;
    return segment;
  }

  #forget(timeMs: number, segment: TrackedMap<V>): void {
    this.#segments.delete(timeMs);
    if (this.#latestMs === timeMs) this.#latest = undefined;
    for (const key of segment.storedKeys()) this.#expired.push(`w${timeMs}:${key}`);
  }

  #write(timeMs: number, key: string, entry: Entry<V> | undefined): StateEntry {
    const value = entry === undefined ? null : `${entry.timestampMs}:${this.#serde.toText(entry.value)}`;
    return { store: this.name, key: `w${timeMs}:${key}`, value };
  }
}
