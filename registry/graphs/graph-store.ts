import { and, asc, eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SubgraphPart } from '../composition/composition.ts';
import { type Attempt, findLaunch, findNewestAttempt } from './find-launches.ts';
import type { GraphRef } from './graph-ref.ts';
import type { ComposedLaunch, Variant } from './launch.ts';
import { documents, heads, subgraphVersions, variants } from './tables.ts';

/** The newest version of a subgraph. */
export interface HeadPart extends SubgraphPart {
  readonly versionId: string;
  readonly sdlHash: string;
  readonly updatedAt: Date;
}

/** Reads graphs, variants and what was published. */
export class GraphStore {
  readonly #db: PostgresJsDatabase;

  constructor(db: PostgresJsDatabase) {
    this.#db = db;
  }

  /** Finds a variant by its ref; undefined before its first publish. */
  async findVariant({ graph, variant }: GraphRef): Promise<Variant | undefined> {
    const [found] = await this.#db
      .select({ id: variants.id, graph: variants.graph, name: variants.name })
      .from(variants)
      .where(and(eq(variants.graph, graph), eq(variants.name, variant)));
    return found;
  }

  /** Finds the variants of a graph, by name; none if there is no such graph. */
  async findVariants(graph: string): Promise<readonly Variant[]> {
    return this.#db
      .select({ id: variants.id, graph: variants.graph, name: variants.name })
      .from(variants)
      .where(eq(variants.graph, graph))
      .orderBy(asc(variants.name));
  }

  /** Finds the newest version of each subgraph, by name: the next launch composes these. */
  findParts(variantId: string): Promise<readonly HeadPart[]> {
    return findHeads(this.#db, variantId);
  }

  /** Finds the launch whose supergraph runs; undefined if none has composed yet. */
  findLaunch(variantId: string): Promise<ComposedLaunch | undefined> {
    return findLaunch(this.#db, variantId);
  }

  /** Finds the newest attempt to compose; undefined if there was none. */
  findNewestAttempt(variantId: string): Promise<Attempt | undefined> {
    return findNewestAttempt(this.#db, variantId);
  }
}

/** Finds the newest version of each subgraph, by name. */
export async function findHeads(
  db: PostgresJsDatabase | Transaction,
  variantId: string,
): Promise<readonly HeadPart[]> {
  return db
    .select({
      name: heads.name,
      url: subgraphVersions.url,
      sdl: documents.text,
      versionId: heads.versionId,
      sdlHash: subgraphVersions.sdlHash,
      updatedAt: heads.updatedAt,
    })
    .from(heads)
    .innerJoin(subgraphVersions, eq(subgraphVersions.id, heads.versionId))
    .innerJoin(documents, eq(documents.hash, subgraphVersions.sdlHash))
    .where(eq(heads.variantId, variantId))
    .orderBy(asc(heads.name));
}
