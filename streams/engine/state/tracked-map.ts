/** A value with the largest timestamp that contributed to it. */
export interface Entry<V> {
  value: V;
  timestampMs: number;
  isDirty: boolean;
  /** Whether a runtime may hold a copy, which has to be deleted when the entry ends. */
  isStored: boolean;
}

/** A map by text that knows what changed since it was last asked. */
export class TrackedMap<V> {
  readonly #entries = new Map<string, Entry<V>>();
  /** Keys whose entry is dirty, and keys that ended but are stored. */
  readonly #changed = new Set<string>();

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Entry<V> | undefined {
    return this.#entries.get(key);
  }

  entries(): IterableIterator<[string, Entry<V>]> {
    return this.#entries.entries();
  }

  /** Sets the value of an entry that `get` has given, without looking it up again. */
  update(key: string, entry: Entry<V>, value: V, timestampMs: number): void {
    entry.value = value;
    entry.timestampMs = timestampMs;
    if (entry.isDirty) return;
    entry.isDirty = true;
    this.#changed.add(key);
  }

  insert(key: string, value: V, timestampMs: number): void {
    // A changed key without an entry is one that ended while stored.
    const isStored = this.#changed.has(key);
    this.#entries.set(key, { value, timestampMs, isDirty: true, isStored });
    this.#changed.add(key);
  }

  /** Puts an entry that the runtime already holds. */
  restore(key: string, value: V, timestampMs: number): void {
    this.#entries.set(key, { value, timestampMs, isDirty: false, isStored: true });
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    if (entry.isStored) this.#changed.add(key);
    else this.#changed.delete(key);
  }

  /** Calls back with every changed key and its entry, or undefined when it has ended; they count as stored from then on. */
  drain(visit: (key: string, entry: Entry<V> | undefined) => void): void {
    for (const key of this.#changed) {
      const entry = this.#entries.get(key);
      if (entry !== undefined) {
        entry.isDirty = false;
        entry.isStored = true;
      }
      visit(key, entry);
    }
    this.#changed.clear();
  }

  /** The keys a runtime may hold, of entries that are there or have ended. */
  storedKeys(): string[] {
    const keys: string[] = [];
    for (const [key, entry] of this.#entries) if (entry.isStored) keys.push(key);
    for (const key of this.#changed) if (!this.#entries.has(key)) keys.push(key);
    return keys;
  }
}
