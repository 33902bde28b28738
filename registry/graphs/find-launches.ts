import { and, desc, eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SubgraphPart } from '../composition/composition.ts';
import type { ComposedLaunch, LaunchCause, LaunchResult } from './launch.ts';
import { documents, launches, launchParts, subgraphVersions, variants } from './tables.ts';

type Source = PostgresJsDatabase | Transaction;

/** Finds the launch whose supergraph runs; undefined if none has composed yet. */
export async function findLaunch(db: Source, variantId: string): Promise<ComposedLaunch | undefined> {
  const [found] = await db
    .select({ launch: launches, supergraph: documents.text })
    .from(variants)
    .innerJoin(launches, eq(launches.id, variants.currentLaunch))
    .innerJoin(documents, eq(documents.hash, launches.supergraphHash))
    .where(eq(variants.id, variantId));
  if (found === undefined) return undefined;
  const { id, number, createdAt, supergraphHash, apiSchemaHash } = found.launch;
  const [api] = await db
    .select({ text: documents.text })
    .from(documents)
    .where(eq(documents.hash, apiSchemaHash ?? ''));
  return {
    id,
    number,
    supergraph: found.supergraph,
    apiSchema: api?.text ?? '',
    hash: supergraphHash ?? '',
    parts: await findLaunchParts(db, id),
    createdAt,
  };
}

/** Finds the subgraphs that a launch composed, by name. */
async function findLaunchParts(db: Source, launchId: string): Promise<readonly SubgraphPart[]> {
  return db
    .select({ name: subgraphVersions.name, url: subgraphVersions.url, sdl: documents.text })
    .from(launchParts)
    .innerJoin(subgraphVersions, eq(subgraphVersions.id, launchParts.versionId))
    .innerJoin(documents, eq(documents.hash, subgraphVersions.sdlHash))
    .where(eq(launchParts.launchId, launchId))
    .orderBy(subgraphVersions.name);
}

/** An attempt to compose, and what led to it. */
export interface Attempt extends Omit<LaunchResult, 'changesSupergraph'> {
  readonly cause: LaunchCause;
  readonly subgraph: string | null;
}

/** Finds the newest attempt to compose, whether or not it did. */
export async function findNewestAttempt(db: Source, variantId: string): Promise<Attempt | undefined> {
  const [found] = await db
    .select()
    .from(launches)
    .where(eq(launches.variantId, variantId))
    .orderBy(desc(launches.number))
    .limit(1);
  if (found === undefined) return undefined;
  const { id, number, supergraphHash, problems, cause, subgraph } = found;
  return { launchId: id, number, hash: supergraphHash ?? undefined, problems, cause, subgraph };
}

/** Finds a launch of a variant by its number, if it composed. */
export async function findComposedByNumber(
  db: Source,
  variantId: string,
  number: number,
): Promise<
  { readonly id: string; readonly supergraphHash: string; readonly apiSchemaHash: string } | undefined
> {
  const [found] = await db
    .select()
    .from(launches)
    .where(and(eq(launches.variantId, variantId), eq(launches.number, number)));
  if (found === undefined || found.supergraphHash === null || found.apiSchemaHash === null) return undefined;
  return { id: found.id, supergraphHash: found.supergraphHash, apiSchemaHash: found.apiSchemaHash };
}
