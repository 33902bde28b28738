import { LRUCache } from 'lru-cache';
import { and, eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { GraphRef } from '../graphs/graph-ref.ts';
import { documents, launches, variants } from '../graphs/tables.ts';
import { type LookupOptions, SharedLookups, type WaitBounds } from './shared-lookups.ts';

/** The supergraph that runs for a variant. */
export interface CurrentSupergraph {
  /** The SHA-256 of its text in hexadecimal digits. */
  readonly hash: string;
  readonly launchedAt: Date;
}

/** The state of a variant: `absent` if there is none, `empty` if none of its launches has composed yet. */
export type VariantState = CurrentSupergraph | 'absent' | 'empty';

/** The length of all texts that are kept, in UTF-16 code units. */
const maxKeptLength = 50_000_000;

/** Tells which supergraph runs, and waits for another one. */
export class CurrentSupergraphs {
  readonly #db: PostgresJsDatabase;
  readonly #lookups: SharedLookups<VariantState>;
  readonly #texts = new LRUCache<string, string>({
    maxSize: maxKeptLength,
    sizeCalculation: (text) => Math.max(1, text.length),
  });

  constructor(db: PostgresJsDatabase, options: LookupOptions = {}) {
    this.#db = db;
    this.#lookups = new SharedLookups((ref) => this.#load(ref), options);
  }

  /** Something may have been launched. */
  hint(): void {
    this.#lookups.hint();
  }

  /** Finds the supergraph that runs; at most a second old. */
  find(ref: GraphRef): Promise<VariantState> {
    return this.#lookups.find(ref);
  }

  /**
   * Waits until a supergraph runs whose hash is not known.
   *
   * @returns the state at the end of the wait, whether or not it is another one
   */
  waitForOther(ref: GraphRef, known: ReadonlySet<string>, bounds: WaitBounds): Promise<VariantState> {
    const isOther = (state: VariantState) => typeof state === 'object' && !known.has(state.hash);
    return this.#lookups.waitFor(ref, isOther, bounds);
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
