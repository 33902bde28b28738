import { setTimeout as delay } from 'node:timers/promises';
import { connectDatabase } from '#platform/database/database.ts';
import { Random } from '#platform/testing/random.ts';
import { compareLedger, type Finding } from './agree.ts';
import { type CallCounts, Caller } from './caller.ts';
import { killAtRandom } from './kill-at-random.ts';
import { type LifeSystem, startLifeSystem } from './life-system.ts';
import { Clerk, createTold, type Told } from './live.ts';
import { crowd, workUntil } from './load.ts';
import { type Goods, prepareGoods } from './stock.ts';

/** The result of a run. */
export interface RunResult {
  readonly told: Told;
  readonly calls: CallCounts;
  /** The number of kills of each, by name. */
  readonly kills: Readonly<Record<string, number>>;
  /** The number of times that a process ended by itself after it had been ready, and that one could not start. */
  readonly diedAlone: number;
  readonly failedStarts: number;
  /** From the last answer until nothing was left to do. */
  readonly settledAfterMs: number;
  /** Every count must be none. */
  readonly findings: readonly Finding[];
  readonly isRight: boolean;
  readonly folder: string;
}

export interface RunOptions {
  readonly seed: number;
  /** Clerks at work at once. */
  readonly clerks: number;
  /** For so long, everything is killed at random; not at all for 0: then each clerk issues and pays one invoice at once. */
  readonly killForMs: number;
  readonly signal: AbortSignal;
}

const settleWithinMs = 120_000;

/** Leads invoices through their life on two processes of billing, and compares everything that is left afterwards. */
export async function runOnce(options: RunOptions): Promise<RunResult> {
  const { seed, clerks, killForMs, signal } = options;
  const random = new Random(seed);
  const system = await startLifeSystem({ random, signal });
  const admin = connectDatabase({ url: system.adminUrl, name: 'compare' });
  let isRight = false;
  try {
    const calls: CallCounts = { sent: 0, unanswered: 0, doubled: 0 };
    const goods = await prepareGoods({
      customers: createCaller(system, [system.addresses.subgraphUrl('customer')], 'customer-manager', signal),
      products: createCaller(system, [system.addresses.subgraphUrl('product')], 'product-manager', signal),
    });
    const told = createTold();
    const team = createTeam(system, { goods, told, calls, ...options });
    let kills: Readonly<Record<string, number>> = {};
    if (killForMs === 0) await crowd(team);
    else {
      const killing = killAtRandom(system.victims, { forMs: killForMs, random, signal });
      const ending = killing.then((counted) => {
        kills = counted;
      });
      await Promise.all([ending, workUntil(ending, team)]);
    }
    const answeredAt = performance.now();
    const findings = await compareInTime(() => compareLedger(admin.sql, told));
    const diedAlone = system.processes.reduce((total, process) => total + process.diedAlone, 0);
    isRight = diedAlone === 0 && findings.every(({ count }) => count === 0);
    return {
      told,
      calls,
      kills,
      diedAlone,
      failedStarts: system.processes.reduce((total, process) => total + process.failedStarts, 0),
      settledAfterMs: performance.now() - answeredAt,
      findings,
      isRight,
      folder: system.folder,
    };
  } catch (error) {
    throw new Error(`The run failed; what the processes said is in ${system.folder}`, { cause: error });
  } finally {
    await admin.close();
    await system.close(!isRight);
  }

  function createTeam(
    lifeSystem: LifeSystem,
    parts: { readonly goods: Goods; readonly told: Told; readonly calls: CallCounts },
  ): Clerk[] {
    return Array.from({ length: clerks }, (_, nth) => {
      const caller = createCaller(lifeSystem, lifeSystem.billingUrls, 'billing-manager', signal, parts.calls);
      return new Clerk(caller, { ...parts, random: new Random(seed + nth + 1) });
    });
  }
}

function createCaller(
  { addresses }: LifeSystem,
  urls: readonly string[],
  user: string,
  signal: AbortSignal,
  counts: CallCounts = { sent: 0, unanswered: 0, doubled: 0 },
): Caller {
  return new Caller(urls, { addresses, user, counts, signal });
}

/** Stock and messages follow a moment later, by workers of their own. */
async function compareInTime(compare: () => Promise<Finding[]>): Promise<Finding[]> {
  const giveUpAt = performance.now() + settleWithinMs;
  for (;;) {
    const findings = await compare();
    if (findings.every(({ count }) => count === 0) || performance.now() > giveUpAt) return findings;
    await delay(500);
  }
}
