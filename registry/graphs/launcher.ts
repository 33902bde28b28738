import { v7 as uuid } from 'uuid';
import { eq, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import type { Author } from '../author.ts';
import type { Composer } from '../composition/compose-supergraph.ts';
import type { Composition } from '../composition/composition.ts';
import { lockName } from '../lock-name.ts';
import { storeDocument } from './documents.ts';
import { formatGraphRef, type GraphRef } from './graph-ref.ts';
import { findHeads, type HeadPart } from './graph-store.ts';
import type { LaunchCause, LaunchResult } from './launch.ts';
import { launches, launchParts, variants } from './tables.ts';

/** The channel on which a change of what runs is told: `<variantId> <launchId>`. */
export const launchChannel = 'registry_launch';

/** Now, after the wait for the lock, so that later launches have later instants; `now()` would be the transaction's beginning. */
export const launchInstant = sql`clock_timestamp()`;

/** The locked variant of a change. */
export interface LockedVariant {
  readonly id: string;
  readonly ref: GraphRef;
  readonly currentLaunch: string | null;
}

/** A launch to be stored. */
interface NewLaunch {
  readonly variant: LockedVariant;
  readonly cause: LaunchCause;
  readonly subgraph: string | undefined;
  readonly author: Author;
}

/**
 * Makes changes of variants, one at a time: in this process by turns, over all processes by an advisory lock. A change and
 * its launch are one transaction.
 */
export class Launcher {
  readonly #db: PostgresJsDatabase;
  readonly #composer: Composer;
  /** Changes wait here rather than at the database, where each would hold a connection. */
  readonly #turns = createTurns(1);

  constructor(db: PostgresJsDatabase, composer: Composer) {
    this.#db = db;
    this.#composer = composer;
  }

  /** Runs a change in a transaction that holds the variant's lock. */
  change<Result>(
    ref: GraphRef,
    signal: AbortSignal,
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Result> {
    return this.#turns.run(() => {
      signal.throwIfAborted();
      return this.#db.transaction(async (tx) => {
        const lock = `launch:${formatGraphRef(ref)}`;
        await lockName(tx, lock);
        return work(tx);
      });
    });
  }

  /** Composes the heads of a variant and stores the attempt; a composed one runs from now on. */
  async launchHeads(tx: Transaction, launch: NewLaunch, signal: AbortSignal): Promise<LaunchResult> {
    const parts = await findHeads(tx, launch.variant.id);
    const composition = await this.#composer.compose(parts, signal);
    return storeLaunch(tx, launch, parts, composition);
  }

  /** Composes parts and stores nothing, to say what a change would do. */
  tryCompose(parts: readonly HeadPart[], signal: AbortSignal): Promise<Composition> {
    return this.#composer.compose(parts, signal);
  }
}

async function storeLaunch(
  tx: Transaction,
  { variant, cause, subgraph, author }: NewLaunch,
  parts: readonly HeadPart[],
  composition: Composition,
): Promise<LaunchResult> {
  const isComposed = composition.kind === 'composed';
  const supergraphHash = isComposed ? await storeDocument(tx, composition.supergraph) : null;
  const apiSchemaHash = isComposed ? await storeDocument(tx, composition.apiSchema) : null;
  const problems = isComposed ? [] : composition.problems;
  const id = uuid();
  const number = await takeLaunchNumber(tx, variant.id);
  await tx.insert(launches).values({
    id,
    variantId: variant.id,
    number,
    cause,
    subgraph: subgraph ?? null,
    supergraphHash,
    apiSchemaHash,
    problems,
    hints: isComposed ? composition.hints : [],
    keyId: author.keyId,
    personId: author.personId,
    createdAt: launchInstant,
  });
  if (parts.length > 0)
    await tx.insert(launchParts).values(parts.map(({ versionId }) => ({ launchId: id, versionId })));
  if (supergraphHash === null)
    return { launchId: id, number, hash: undefined, problems, changesSupergraph: false };
  const changesSupergraph = (await findCurrentHash(tx, variant)) !== supergraphHash;
  await runLaunch(tx, variant.id, id);
  return { launchId: id, number, hash: supergraphHash, problems, changesSupergraph };
}

/** Counts a variant's launches. */
export async function takeLaunchNumber(tx: Transaction, variantId: string): Promise<number> {
  const [counted] = await tx
    .update(variants)
    .set({ launchCount: sql`${variants.launchCount} + 1` })
    .where(eq(variants.id, variantId))
    .returning({ number: variants.launchCount });
  return counted?.number ?? 1;
}

/** Finds the hash of the supergraph that runs. */
async function findCurrentHash(
  tx: Transaction,
  { currentLaunch }: LockedVariant,
): Promise<string | undefined> {
  if (currentLaunch === null) return undefined;
  const [found] = await tx
    .select({ hash: launches.supergraphHash })
    .from(launches)
    .where(eq(launches.id, currentLaunch));
  return found?.hash ?? undefined;
}

/** Makes a launch the one that runs and tells whoever listens, once the transaction is committed. */
export async function runLaunch(tx: Transaction, variantId: string, launchId: string): Promise<void> {
  await tx.update(variants).set({ currentLaunch: launchId }).where(eq(variants.id, variantId));
  await tx.execute(sql`select pg_notify(${launchChannel}, ${`${variantId} ${launchId}`})`);
}
