import { connectDatabase } from '#platform/database/database.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { Random } from '#platform/testing/random.ts';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { Finding } from '../event-path/compare.ts';
import { startEventPath } from '../event-path/event-path.ts';
import { countDeaths, issueWhileKilling, type Killed } from '../event-path/issue-while-killing.ts';
import type { LogKind } from '../event-path/options.ts';
import { toGatewaySpec, toRelaySpec, toStatisticsSpec } from '../event-path/process-specs.ts';
import { keepAnnouncements, loadAnnounced } from './announced.ts';
import { compareFollower } from './compare.ts';
import { type Follower, startFollower } from './follower.ts';

/** The result of a run. */
export interface RunResult extends Killed {
  readonly diedAlone: number;
  readonly failedStarts: number;
  /** The number of connections of each follower, by name. */
  readonly connections: Readonly<Record<string, number>>;
  /** From the first invoice to the last one's receipt. */
  readonly seconds: number;
  /** Of these, those after the last invoice was issued and all killed parts worked again. */
  readonly catchUpSeconds: number;
  /** Every count must be none. */
  readonly findings: readonly Finding[];
  readonly failures: readonly string[];
  readonly isRight: boolean;
  readonly logFolder: string;
}

const arriveWithinMs = 180_000;
/** Longer than a run: the issuer is asked for nothing but its keys. */
const tokenSeconds = 7_200;

/**
 * Issues invoices while everything between billing's outbox and a subscriber of the gateway is killed, waits until the
 * subscribers have seen them, and compares. One follows from the beginning; one takes a snapshot half-way.
 */
export async function runOnce(
  log: LogKind,
  options: { messages: number; kills: number; seed: number; signal: AbortSignal },
): Promise<RunResult> {
  const { messages, seed, signal } = options;
  const random = new Random(seed);
  await using issuer = await createTestIssuer();
  const [port, statisticsPort] = [await findFreePort(), await findFreePort()];
  const path = await startEventPath({
    log,
    random,
    signal,
    toSpecs: async (servers) => [
      await toRelaySpec(servers),
      toStatisticsSpec(servers, { issuer: issuer.issuer, port: statisticsPort }),
      toGatewaySpec({ issuer: issuer.issuer, port, statisticsPort }),
    ],
  });
  const admin = connectDatabase({ url: path.adminUrl, name: 'compare' });
  const url = `http://127.0.0.1:${port}/graphql`;
  const token = await issuer.sign({ roles: ['BILLING_MANAGER'], expiresIn: tokenSeconds });
  const starting: Promise<Follower>[] = [];
  let isRight = false;
  try {
    await keepAnnouncements(admin.sql);
    starting.push(startFollower({ name: 'from the beginning', url, token }));
    await starting[0];
    const startedAt = performance.now();
    const { load, kills } = await issueWhileKilling(path, {
      ...options,
      random,
      onIssued: (issued) => {
        if (issued < messages / 2 || starting.length > 1) return;
        const late = startFollower({ name: 'from half-way', url, token });
        late.catch(() => {});
        starting.push(late);
      },
    });
    const followers = await Promise.all(starting);
    const writtenAt = performance.now();
    await waitUntilSeen(followers, messages);
    const seenAt = performance.now();
    await Promise.all(followers.map((follower) => follower.close()));
    const announced = await loadAnnounced(admin.sql);
    const findings = followers.flatMap((follower) => compareFollower(follower, announced));
    const deaths = countDeaths(path);
    isRight =
      deaths.diedAlone === 0 && load.issued === messages && findings.every(({ count }) => count === 0);
    return {
      load,
      kills,
      ...deaths,
      connections: Object.fromEntries(followers.map(({ name, connections }) => [name, connections])),
      seconds: (seenAt - startedAt) / 1_000,
      catchUpSeconds: (seenAt - writtenAt) / 1_000,
      findings,
      failures: followers.flatMap(({ failures }) => failures),
      isRight,
      logFolder: path.folder,
    };
  } catch (error) {
    throw new Error(`The run failed; what the processes said is in ${path.folder}`, { cause: error });
  } finally {
    for (const one of await Promise.allSettled(starting)) {
      if (one.status === 'fulfilled') await one.value.close();
    }
    await admin.close();
    await path.close(!isRight);
  }
}

/** Events that have not come in time show in the comparison. */
async function waitUntilSeen(followers: readonly Follower[], messages: number): Promise<void> {
  const isThrough = ({ snapshot, seen, failures }: Follower) => {
    const counted = [...snapshot.values()].reduce((sum, { count }) => sum + count, 0);
    return counted + seen.length >= messages || failures.length > 0;
  };
  await waitFor('all invoices to be seen', () => followers.every(isThrough), arriveWithinMs).catch(() => {});
}
