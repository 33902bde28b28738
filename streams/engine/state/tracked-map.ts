/** A value with the largest timestamp that contributed to it. */
export interface Entry<V> {
  readonly key: string;
  value: V;
  timestampMs: number;
  isDirty: boolean;
  /** True if a runtime may hold a copy, which has to be deleted when the entry ends. */
  isStored: boolean;
}

/** A map by text that knows its changes since the last call. */
export class TrackedMap<V> {
  readonly #entries = new Map<string, Entry<V>>();
  /** Entries that became dirty since the last call; some may have ended and are no longer dirty. */
  #dirty: Entry<V>[] = [];
  /** Keys that are stored and have ended. */
  readonly #ended = new Set<string>();

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
  update(entry: Entry<V>, value: V, timestampMs: number): void {
    entry.value = value;
    entry.timestampMs = timestampMs;
    if (entry.isDirty) return;
    entry.isDirty = true;
    this.#dirty.push(entry);
  }

  insert(key: string, value: V, timestampMs: number): void {
    const isStored = this.#ended.delete(key);
    const entry = { key, value, timestampMs, isDirty: true, isStored };
    this.#entries.set(key, entry);
    this.#dirty.push(entry);
  }

  /** Puts an entry that the runtime already holds. */
  restore(key: string, value: V, timestampMs: number): void {
    this.#entries.set(key, { key, value, timestampMs, isDirty: false, isStored: true });
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    entry.isDirty = false;
    if (entry.isStored) this.#ended.add(key);
  }

  /** Calls back with every changed key and its entry, or undefined when it has ended; they count as stored from then on. */
  drain(visit: (key: string, entry: Entry<V> | undefined) => void): void {
    for (const key of this.#ended) visit(key, undefined);
    this.#ended.clear();
    const dirty = this.#dirty;
    this.#dirty = [];
    for (const entry of dirty) {
      if (!entry.isDirty) continue;
      entry.isDirty = false;
      entry.isStored = true;
      visit(entry.key, entry);
    }
  }

  /** The keys a runtime may hold, of entries that are there or have ended. */
  storedKeys(): string[] {
    const keys = [...this.#ended];
    for (const [key, entry] of this.#entries) if (entry.isStored) keys.push(key);
    return keys;
  }
}
