import { v7 as uuid } from 'uuid';
import { and, eq } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { registryBounds } from '../bounds.ts';
import { allGraphs } from '../keys/key-secret.ts';
import { lockName } from '../lock-name.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import type { GraphRef } from './graph-ref.ts';
import type { LockedVariant } from './launcher.ts';
import { graphs, variants } from './tables.ts';

/** Finds a variant within a change that holds its lock. */
export async function findLockedVariant(tx: Transaction, ref: GraphRef): Promise<LockedVariant | undefined> {
  const [found] = await tx
    .select({ id: variants.id, currentLaunch: variants.currentLaunch })
    .from(variants)
    .where(and(eq(variants.graph, ref.graph), eq(variants.name, ref.variant)));
  return found === undefined ? undefined : { ...found, ref };
}

/**
 * Finds a variant, or creates it with its graph: that is done only as a part of its first publish, since Rover takes a variant
 * without subgraphs for one that is not federated.
 *
 * @throws {RegistryRefusal} if the graph has too many variants
 */
export async function ensureVariant(tx: Transaction, ref: GraphRef): Promise<LockedVariant> {
  const found = await findLockedVariant(tx, ref);
  if (found !== undefined) return found;
  const { graph, variant: name } = ref;
  if (graph === allGraphs)
    throw new RegistryRefusal(
      'BAD_USER_INPUT',
      `No graph may have the id ${allGraphs}: it stands for all of them.`,
    );
  // After the variant's own lock: others may be creating variants of this graph, too.
  await lockName(tx, `variants:${graph}`);
  const count = await tx.$count(variants, eq(variants.graph, graph));
  if (count >= registryBounds.variantsPerGraph)
    throw new RegistryRefusal(
      'LIMIT_EXCEEDED',
      `The graph ${graph} has ${count} variants, which is the most.`,
    );
  const id = uuid();
  await tx.insert(graphs).values({ id: graph }).onConflictDoNothing();
  await tx.insert(variants).values({ id, graph, name });
  return { id, ref, currentLaunch: null };
}
