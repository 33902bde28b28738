import { and, asc, eq, gte, isNotNull } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { LaunchResult } from './launch.ts';
import type { LockedVariant } from './launcher.ts';
import { launches } from './tables.ts';

type Launch = typeof launches.$inferSelect;

/** Finds the launch that runs; undefined if none has composed yet. */
export async function findCurrentLaunch(
  tx: Transaction,
  { currentLaunch }: LockedVariant,
): Promise<Launch | undefined> {
  if (currentLaunch === null) return undefined;
  return (await tx.select().from(launches).where(eq(launches.id, currentLaunch)))[0];
}

/**
 * Finds out if a rollback was made already, when its caller lost the answer: the launch that runs is a rollback to the same
 * supergraph, and came right after the one that the caller saw run.
 *
 * @returns its result; undefined if the launch that runs is another change
 */
export async function findRepeatedRollback(
  tx: Transaction,
  current: Launch,
  wanted: { readonly supergraphHash: string; readonly expectedNumber: number },
): Promise<LaunchResult | undefined> {
  if (current.cause !== 'ROLLBACK' || current.supergraphHash !== wanted.supergraphHash) return undefined;
  const [seen, next] = await tx
    .select({ id: launches.id, number: launches.number, supergraphHash: launches.supergraphHash })
    .from(launches)
    .where(
      and(
        eq(launches.variantId, current.variantId),
        gte(launches.number, wanted.expectedNumber),
        isNotNull(launches.supergraphHash),
      ),
    )
    .orderBy(asc(launches.number))
    .limit(2);
  if (seen?.number !== wanted.expectedNumber || next?.id !== current.id) return undefined;
  const { id: launchId, number, supergraphHash: hash } = current;
  return { launchId, number, hash, problems: [], changesSupergraph: seen.supergraphHash !== hash };
}
