import { LRUCache } from 'lru-cache';
import { type Bell, createBell } from '#platform/waiting/bell.ts';
import { formatGraphRef, type GraphRef } from '../graphs/graph-ref.ts';

interface Lookup<State> {
  readonly rings: number;
  readonly atMs: number;
  readonly state: Promise<State>;
}

/** The number of refs whose state is kept; they come from callers with a key. */
const maxLookups = 1_000;

export interface LookupOptions {
  /** The longest age of a state, in milliseconds. Default 1,000. */
  readonly pollMs?: number;
}

/** The bounds of a wait. */
export interface WaitBounds {
  readonly maxMs: number;
  readonly signal: AbortSignal;
}

/**
 * Looks up the state of variants, and waits for another one. All who ask about a variant share one lookup, at most once a second
 * and once after each notification: a notification is a hint that makes it fast, the table is right without.
 */
export class SharedLookups<State> {
  readonly #load: (ref: GraphRef) => Promise<State>;
  readonly #pollMs: number;
  readonly #bell: Bell = createBell();
  readonly #lookups = new LRUCache<string, Lookup<State>>({ max: maxLookups });

  constructor(load: (ref: GraphRef) => Promise<State>, { pollMs = 1_000 }: LookupOptions = {}) {
    this.#load = load;
    this.#pollMs = pollMs;
  }

  /** Something may have changed. */
  hint(): void {
    this.#bell.ring();
  }

  /** Finds the state; at most a second old. */
  find(ref: GraphRef): Promise<State> {
    const key = formatGraphRef(ref);
    const { rings } = this.#bell;
    const known = this.#lookups.get(key);
    if (known?.rings === rings && performance.now() - known.atMs < this.#pollMs) return known.state;
    const state = this.#load(ref);
    this.#lookups.set(key, { rings, atMs: performance.now(), state });
    // A failure is told to those who ask now, and not kept.
    state.catch(() => this.#lookups.delete(key));
    return state;
  }

  /**
   * Waits for a state that is wanted.
   *
   * @returns the state at the end of the wait, whether or not it is wanted
   */
  async waitFor(
    ref: GraphRef,
    isWanted: (state: State) => boolean,
    { maxMs, signal }: WaitBounds,
  ): Promise<State> {
    const endMs = performance.now() + maxMs;
    for (;;) {
      const { rings } = this.#bell;
      const state = await this.find(ref);
      const leftMs = endMs - performance.now();
      if (isWanted(state) || leftMs <= 0 || signal.aborted) return state;
      await this.#bell.waitBeyond(rings, signal, Math.min(leftMs, this.#pollMs));
    }
  }
}
