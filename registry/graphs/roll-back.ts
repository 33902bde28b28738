import { v7 as uuid } from 'uuid';
import { eq } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Author } from '../author.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { addAuditEntry } from './audit.ts';
import { findComposedByNumber } from './find-launches.ts';
import { findCurrentLaunch, findRepeatedRollback } from './find-repeated-rollback.ts';
import { formatGraphRef, type GraphRef } from './graph-ref.ts';
import type { LaunchResult } from './launch.ts';
import { type Launcher, type LockedVariant, launchInstant, runLaunch, takeLaunchNumber } from './launcher.ts';
import { findLockedVariant } from './lock-variant.ts';
import { heads, launches, launchParts, subgraphVersions } from './tables.ts';

export interface RollbackRequest {
  readonly ref: GraphRef;
  /** The number of the launch to run again. */
  readonly toNumber: number;
  /** The number of the launch that the caller saw run; absent for whichever runs. */
  readonly expectedNumber?: number;
  readonly author: Author;
}

/**
 * Runs an old launch again: its supergraph as it was composed then, and its versions as the newest of each subgraph. It is a
 * launch of its own, so that history is only added to, and it needs no composition.
 *
 * A request that says which launch it saw run may be repeated: it is answered with the launch that the first one made.
 *
 * @throws {RegistryRefusal} NOT_FOUND if there is no launch of this number that composed; CONFLICT if another one runs than
 * the caller saw
 */
export async function rollBack(
  launcher: Launcher,
  request: RollbackRequest,
  signal: AbortSignal,
): Promise<LaunchResult> {
  const { ref, toNumber, expectedNumber, author } = request;
  return launcher.change(ref, signal, async (tx) => {
    const variant = await findLockedVariant(tx, ref);
    const old = variant && (await findComposedByNumber(tx, variant.id, toNumber));
    if (variant === undefined || old === undefined) {
      const message = `${formatGraphRef(ref)} has no launch ${toNumber} that composed.`;
      throw new RegistryRefusal('NOT_FOUND', message);
    }
    const current = await findCurrentLaunch(tx, variant);
    if (expectedNumber !== undefined && current?.number !== expectedNumber) {
      const { supergraphHash } = old;
      const made = current && (await findRepeatedRollback(tx, current, { supergraphHash, expectedNumber }));
      if (made !== undefined) return made;
      const runs = current === undefined ? 'no launch runs' : `launch ${current.number} runs`;
      const message = `Of ${formatGraphRef(ref)}, ${runs} by now, and not ${expectedNumber}.`;
      throw new RegistryRefusal('CONFLICT', message);
    }
    const changesSupergraph = current?.supergraphHash !== old.supergraphHash;
    await restoreHeads(tx, variant, old.id);
    const id = uuid();
    const number = await takeLaunchNumber(tx, variant.id);
    await tx.insert(launches).values({
      id,
      variantId: variant.id,
      number,
      cause: 'ROLLBACK',
      supergraphHash: old.supergraphHash,
      apiSchemaHash: old.apiSchemaHash,
      problems: [],
      hints: [],
      keyId: author.keyId,
      personId: author.personId,
      createdAt: launchInstant,
    });
    const parts = await tx.select().from(launchParts).where(eq(launchParts.launchId, old.id));
    await tx.insert(launchParts).values(parts.map(({ versionId }) => ({ launchId: id, versionId })));
    await runLaunch(tx, variant.id, id);
    await addAuditEntry(tx, {
      action: 'ROLLED_BACK',
      graph: ref.graph,
      variant: ref.variant,
      author,
      details: { to: toNumber, launch: number },
    });
    return { launchId: id, number, hash: old.supergraphHash, problems: [], changesSupergraph };
  });
}

async function restoreHeads(tx: Transaction, variant: LockedVariant, launchId: string): Promise<void> {
  const parts = await tx
    .select({ versionId: subgraphVersions.id, name: subgraphVersions.name })
    .from(launchParts)
    .innerJoin(subgraphVersions, eq(subgraphVersions.id, launchParts.versionId))
    .where(eq(launchParts.launchId, launchId));
  await tx.delete(heads).where(eq(heads.variantId, variant.id));
  await tx.insert(heads).values(parts.map((part) => ({ variantId: variant.id, ...part })));
}
