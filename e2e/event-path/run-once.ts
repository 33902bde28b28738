import { join } from 'node:path';
import type { Sql } from 'postgres';
import { connectDatabase } from '#platform/database/database.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { Random } from '#platform/testing/random.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { compareAll, type Finding } from './compare.ts';
import { startEventPath } from './event-path.ts';
import { countDeaths, issueWhileKilling } from './issue-while-killing.ts';
import type { LogKind } from './options.ts';
import { toRelaySpec, toSinkSpec, toStatisticsSpec } from './process-specs.ts';
import type { Load } from './write-load.ts';

/** The result of a run. */
export interface RunResult {
  readonly log: LogKind;
  readonly load: Readonly<Load>;
  /** The number of kills of each, by name. */
  readonly kills: Readonly<Record<string, number>>;
  /** The number of times that a process ended by itself after it had been ready, and that one could not start. */
  readonly diedAlone: number;
  readonly failedStarts: number;
  /** Records that readers recognised as repeats. */
  readonly repeats: number;
  /** From the first message to the last one's arrival everywhere. */
  readonly seconds: number;
  /** Of these, those after the last message was written and all killed parts worked again. */
  readonly catchUpSeconds: number;
  /** Every count must be none. */
  readonly findings: readonly Finding[];
  readonly isRight: boolean;
  readonly logFolder: string;
}

const arriveWithinMs = 180_000;
const filesWithinMs = 60_000;

/** Issues invoices while everything is killed, waits until they have arrived, and compares. */
export async function runOnce(
  log: LogKind,
  options: { messages: number; kills: number; seed: number; signal: AbortSignal },
): Promise<RunResult> {
  const { messages, seed, signal } = options;
  const random = new Random(seed);
  // The APIs are not asked, so nobody has to issue tokens.
  const issuer = `http://127.0.0.1:${await findFreePort()}`;
  const toCsvFolder = (folder: string) => join(folder, 'csv');
  const path = await startEventPath({
    log,
    random,
    signal,
    toSpecs: async (servers) => [
      await toRelaySpec(servers),
      await toSinkSpec(servers, { issuer, csvFolder: toCsvFolder(servers.folder) }),
      toStatisticsSpec(servers, { issuer, port: await findFreePort() }),
    ],
  });
  const admin = connectDatabase({ url: path.adminUrl, name: 'compare' });
  let isRight = false;
  try {
    const startedAt = performance.now();
    const { load, kills } = await issueWhileKilling(path, { ...options, random });
    const writtenAt = performance.now();
    await waitUntilArrived(admin.sql, messages);
    const arrivedAt = performance.now();
    const findings = await compareInTime(admin.sql, toCsvFolder(path.folder), messages);
    const deaths = countDeaths(path);
    isRight =
      deaths.diedAlone === 0 && load.issued === messages && findings.every(({ count }) => count === 0);
    return {
      log,
      load,
      kills,
      ...deaths,
      repeats: await countRepeats(admin.sql),
      seconds: (arrivedAt - startedAt) / 1_000,
      catchUpSeconds: (arrivedAt - writtenAt) / 1_000,
      findings,
      isRight,
      logFolder: path.folder,
    };
  } catch (error) {
    throw new Error(`The run failed; what the processes said is in ${path.folder}`, { cause: error });
  } finally {
    await admin.close();
    await path.close(!isRight);
  }
}

async function waitUntilArrived(sql: Sql, messages: number): Promise<void> {
  let last = '';
  const hasArrived = async () => {
    const [row] = await sql<{ waiting: number; stored: number; counted: number }[]>`
      select (select count(*) from billing.outbox)::int as waiting, (select count(*) from sink.invoices)::int as stored,
        (select coalesce(sum(counted), 0) from statistics.partition_progress)::int as counted`;
    last = JSON.stringify(row);
    return row?.waiting === 0 && row.stored >= messages && row.counted >= messages;
  };
  try {
    await waitFor('everything to arrive', hasArrived, arriveWithinMs);
  } catch (cause) {
    throw new Error(`Of ${messages} messages only these arrived in time: ${last}`, { cause });
  }
}

/** The last rows reach their file a moment after the table. */
async function compareInTime(sql: Sql, csvFolder: string, messages: number): Promise<Finding[]> {
  const giveUpAt = performance.now() + filesWithinMs;
  return waitFor(
    'the comparison',
    async () => {
      const findings = await compareAll(sql, csvFolder, messages);
      return (findings.every(({ count }) => count === 0) || performance.now() > giveUpAt) && findings;
    },
    filesWithinMs * 2,
  );
}

async function countRepeats(sql: Sql): Promise<number> {
  const [row] = await sql<{ repeats: number }[]>`
    select coalesce(sum(repeated), 0)::int as repeats from statistics.partition_progress`;
  return row?.repeats ?? 0;
}
