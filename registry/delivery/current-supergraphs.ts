import { LRUCache } from 'lru-cache';
import { and, eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { type Bell, createBell } from '#platform/waiting/bell.ts';
import { formatGraphRef, type GraphRef } from '../graphs/graph-ref.ts';
import { documents, launches, variants } from '../graphs/tables.ts';

/** The supergraph that runs for a variant. */
export interface CurrentSupergraph {
  /** The SHA-256 of its text in hexadecimal digits. */
  readonly hash: string;
  readonly launchedAt: Date;
}

/** The state of a variant: `absent` if there is none, `empty` if none of its launches has composed yet. */
export type VariantState = CurrentSupergraph | 'absent' | 'empty';

interface Lookup {
  readonly rings: number;
  readonly atMs: number;
  readonly state: Promise<VariantState>;
}

/** The length of all texts that are kept, in UTF-16 code units. */
const maxKeptLength = 50_000_000;
/** The number of refs whose state is kept; they come from callers with a key. */
const maxLookups = 1_000;

/**
 * Tells which supergraph runs, and waits for another one. All who ask about a variant share one statement, at most once a
 * second and once after each notification: a notification is a hint that makes it fast, the table is right without.
 */
export class CurrentSupergraphs {
  readonly #db: PostgresJsDatabase;
  readonly #pollMs: number;
  readonly #bell: Bell = createBell();
  readonly #lookups = new LRUCache<string, Lookup>({ max: maxLookups });
  readonly #texts = new LRUCache<string, string>({
    maxSize: maxKeptLength,
    sizeCalculation: (text) => Math.max(1, text.length),
  });

  constructor(db: PostgresJsDatabase, { pollMs = 1_000 }: { readonly pollMs?: number } = {}) {
    this.#db = db;
    this.#pollMs = pollMs;
  }

  /** Something may have been launched. */
  hint(): void {
    this.#bell.ring();
  }

  /** Finds the supergraph that runs; at most a second old. */
  find(ref: GraphRef): Promise<VariantState> {
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
   * Waits until a supergraph runs whose hash is not known.
   *
   * @returns the state at the end of the wait, whether or not it is another one
   */
  async waitForOther(
    ref: GraphRef,
    known: ReadonlySet<string>,
    { maxMs, signal }: { readonly maxMs: number; readonly signal: AbortSignal },
  ): Promise<VariantState> {
    const endMs = performance.now() + maxMs;
    for (;;) {
      const { rings } = this.#bell;
      const state = await this.find(ref);
      const leftMs = endMs - performance.now();
      const isOther = typeof state === 'object' && !known.has(state.hash);
      if (isOther || leftMs <= 0 || signal.aborted) return state;
      await this.#bell.waitBeyond(rings, signal, Math.min(leftMs, this.#pollMs));
    }
  }

  /** Loads a text by its hash. @throws {TypeError} if there is none */
  async loadText(hash: string): Promise<string> {
    const kept = this.#texts.get(hash);
    if (kept !== undefined) return kept;
    const [found] = await this.#db
      .select({ text: documents.text })
      .from(documents)
      .where(eq(documents.hash, hash));
    if (found === undefined) throw new TypeError(`There is no text with the hash ${hash}.`);
    this.#texts.set(hash, found.text);
    return found.text;
  }

  async #load({ graph, variant }: GraphRef): Promise<VariantState> {
    const [found] = await this.#db
      .select({ hash: launches.supergraphHash, launchedAt: launches.createdAt })
      .from(variants)
      .leftJoin(launches, eq(launches.id, variants.currentLaunch))
      .where(and(eq(variants.graph, graph), eq(variants.name, variant)));
    if (found === undefined) return 'absent';
    const { hash, launchedAt } = found;
    return hash === null || launchedAt === null ? 'empty' : { hash, launchedAt };
  }
}
