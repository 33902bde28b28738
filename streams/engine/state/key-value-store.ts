import type { Serde } from '../serde.ts';
import { type Persistent, type StateEntry, StateError, splitNumber } from './state-entry.ts';
import { type Entry, TrackedMap } from './tracked-map.ts';

/** The current value of every key of a table. */
export class KeyValueStore<V> implements Persistent {
  readonly name: string;
  readonly #serde: Serde<V>;
  readonly #map = new TrackedMap<V>();

  constructor(name: string, serde: Serde<V>) {
    this.name = name;
    this.#serde = serde;
  }

  get(key: string): Entry<V> | undefined {
    return this.#map.get(key);
  }

  /** Sets the value of a key, whose entry `get` has just given; null ends it. */
  put(key: string, entry: Entry<V> | undefined, value: V | null, timestampMs: number): void {
    if (value === null) this.#map.delete(key);
    else if (entry === undefined) this.#map.insert(key, value, timestampMs);
    else this.#map.update(entry, value, timestampMs);
  }

  snapshot(): StateEntry[] {
    return Array.from(this.#map.entries(), ([key, entry]) => this.#write(key, entry));
  }

  drainChanges(): StateEntry[] {
    const changes: StateEntry[] = [];
    this.#map.drain((key, entry) => changes.push(this.#write(key, entry)));
    return changes;
  }

  restore(key: string, value: string): void {
    const parts = key.startsWith('k') ? splitNumber(value) : null;
    if (parts === null) throw new StateError(this.name, key);
    this.#map.restore(key.slice(1), this.#serde.fromText(parts[1]), parts[0]);
  }

  #write(key: string, entry: Entry<V> | undefined): StateEntry {
    const value = entry === undefined ? null : `${entry.timestampMs}:${this.#serde.toText(entry.value)}`;
    return { store: this.name, key: `k${key}`, value };
  }
}
