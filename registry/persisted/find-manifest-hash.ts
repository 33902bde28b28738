import { and, eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { GraphRef } from '../graphs/graph-ref.ts';
import { variants } from '../graphs/tables.ts';
import { persistedLists } from './tables.ts';

/** Finds the hash by which gateways read the list of a variant; undefined if it has none. */
export async function findManifestHash(
  db: PostgresJsDatabase,
  { graph, variant }: GraphRef,
): Promise<string | undefined> {
  const [found] = await db
    .select({ hash: persistedLists.manifestHash })
    .from(variants)
    .innerJoin(persistedLists, eq(persistedLists.variantId, variants.id))
    .where(and(eq(variants.graph, graph), eq(variants.name, variant)));
  return found?.hash;
}
