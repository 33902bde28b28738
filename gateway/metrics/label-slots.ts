import { LRUCache } from 'lru-cache';

export interface LabelSlotsOptions<Slot> {
  /** The number of names that have figures of their own. */
  readonly max: number;
  /** A name gets them once it was seen so often. */
  readonly sightings: number;
  readonly create: (name: string) => Slot;
  /** Takes the figures of a name away, as another one has its place. */
  readonly remove: (slot: Slot) => void;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
}

interface Place<Slot> {
  readonly slot: Slot;
  seenAtMs: number;
}

/** A name that was not seen for so long leaves its place to another one, in milliseconds. */
const idleMs = 600_000;
/** The number of names without a place whose sightings are counted. */
const maxCandidates = 1_000;

/**
 * Gives figures of their own to a bounded number of names that others make up. A name has to come back before it gets a place, so
 * that names which come once take none, and it keeps the place for as long as it is used.
 */
export class LabelSlots<Slot> {
  readonly #options: LabelSlotsOptions<Slot>;
  readonly #now: () => number;
  readonly #places = new Map<string, Place<Slot>>();
  readonly #candidates = new LRUCache<string, number>({ max: maxCandidates });

  constructor(options: LabelSlotsOptions<Slot>) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** @returns `undefined` for a name that counts among the others */
  find(name: string): Slot | undefined {
    const place = this.#places.get(name);
    if (place === undefined) return this.#admit(name)?.slot;
    place.seenAtMs = this.#now();
    return place.slot;
  }

  #admit(name: string): Place<Slot> | undefined {
    const { sightings, max, create } = this.#options;
    const seen = (this.#candidates.get(name) ?? 0) + 1;
    this.#candidates.set(name, seen);
    if (seen < sightings || !this.#makeRoom(max)) return undefined;
    this.#candidates.delete(name);
    const place = { slot: create(name), seenAtMs: this.#now() };
    this.#places.set(name, place);
    return place;
  }

  #makeRoom(max: number): boolean {
    if (this.#places.size < max) return true;
    let oldest: readonly [string, Place<Slot>] | undefined;
    for (const entry of this.#places)
      if (oldest === undefined || entry[1].seenAtMs < oldest[1].seenAtMs) oldest = entry;
    if (oldest === undefined || this.#now() - oldest[1].seenAtMs < idleMs) return false;
    this.#places.delete(oldest[0]);
    this.#options.remove(oldest[1].slot);
    return true;
  }
}
