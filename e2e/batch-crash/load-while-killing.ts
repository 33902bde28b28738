import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { KillablePostgres } from '#platform/testing/killable-postgres.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { findJobState } from './job-state.ts';
import type { Kill } from './kill-plan.ts';
import type { WorkerProcess } from './worker-process.ts';

/** The course of a load. */
export interface LoadResult {
  /** Kills that hit, by victim. */
  readonly kills: Readonly<Record<Kill['victim'], number>>;
  /** The part of the file that was loaded at each kill of the worker, from 0 to 1. */
  readonly shares: readonly number[];
  /** The number of starts of the worker. */
  readonly starts: number;
  /** The number of times that it gave up by itself, for example because a server was away when it started. */
  readonly gaveUp: number;
}

export interface LoadOptions {
  readonly server: KillablePostgres;
  readonly sql: Sql;
  readonly plan: readonly Kill[];
  /** Starts the worker anew, or for the job with this number again. */
  readonly start: (job: number | undefined) => WorkerProcess;
  readonly signal: AbortSignal;
}

const dueWithinMs = 600_000;
const mostGivenUp = 50;

/** Loads a file, kills as planned, and starts again until the worker says that it is through. */
export async function loadWhileKilling(options: LoadOptions): Promise<LoadResult> {
  const { server, sql, plan, signal } = options;
  const kills = { worker: 0, PostgreSQL: 0 };
  const shares: number[] = [];
  const loadedShare = async () => (await findJobState(sql))?.share ?? 0;
  const start = async () => options.start((await findJobState(sql))?.number);
  let worker = await start();
  let starts = 1;
  let gaveUp = 0;

  /** True if it ended in order; one that gave up is started again. */
  const isThrough = async () => {
    if (!worker.hasEnded) return false;
    if ((await worker.ended) === 0) return true;
    gaveUp += 1;
    if (gaveUp > mostGivenUp) throw new Error(`The worker gave up ${gaveUp} times.`);
    worker = await start();
    starts += 1;
    return false;
  };
  const waitForShare = (share: number) =>
    waitFor(
      `${Math.round(share * 100)} % of the file to be loaded`,
      async () => {
        signal.throwIfAborted();
        return (await isThrough()) || (share < 1 && (await loadedShare()) >= share);
      },
      dueWithinMs,
    );

  try {
    for (const { victim, share, delayMs } of plan) {
      await waitForShare(share);
      await delay(delayMs, undefined, { signal });
      if (victim === 'PostgreSQL') {
        kills.PostgreSQL += 1;
        await server.kill();
        await delay(delayMs, undefined, { signal });
        await server.restart();
      } else if (await worker.kill()) {
        kills.worker += 1;
        shares.push(await loadedShare());
        worker = await start();
        starts += 1;
      }
    }
    await waitForShare(1);
    return { kills, shares, starts, gaveUp };
  } finally {
    await worker.kill();
  }
}
