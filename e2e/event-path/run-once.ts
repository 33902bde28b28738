import type { Sql } from 'postgres';
import { connectDatabase } from '#platform/database/database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { Random } from '../../streams/oracle/random.ts';
import { compareAll, type Finding } from './compare.ts';
import { type EventPath, startEventPath } from './event-path.ts';
import { startKilling } from './kill-schedule.ts';
import type { LogKind } from './options.ts';
import { type Load, writeLoad } from './write-load.ts';

/** What a run showed. */
export interface RunResult {
  readonly log: LogKind;
  readonly load: Readonly<Load>;
  /** How often each was killed, by name. */
  readonly kills: Readonly<Record<string, number>>;
  /** How often a process ended by itself after it had been ready, and how often one could not start. */
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
const filesWithinMs = 20_000;

/** Issues invoices while everything is killed, waits until they have arrived, and compares. */
export async function runOnce(
  log: LogKind,
  options: { messages: number; kills: number; seed: number; signal: AbortSignal },
): Promise<RunResult> {
  const { messages, seed, signal } = options;
  const random = new Random(seed);
  const path = await startEventPath(log, random, signal);
  const writing = { url: path.billingUrl, name: 'writer', maxConnections: 4, readsArrays: false };
  const billing = connectDatabase(writing);
  const admin = connectDatabase({ url: path.adminUrl, name: 'compare', readsArrays: false });
  let isRight = false;
  try {
    const load: Load = { issued: 0, rolledBack: 0, failures: 0 };
    const startedAt = performance.now();
    const victims = [...path.processes, ...path.servers];
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    const killing = startKilling(victims, { ...options, random, issued: () => load.issued, signal: either });
    const work = [
      writeLoad(billing, load, { messages, seed, mayGoOn: killing.mayGoOn, signal: either }),
      killing.done,
    ];
    await Promise.all(work).catch(async (error: unknown) => {
      failed.abort();
      await Promise.allSettled(work);
      throw error;
    });
    const writtenAt = performance.now();
    await waitUntilArrived(admin.sql, messages);
    const arrivedAt = performance.now();
    const findings = await compareInTime(admin.sql, path, messages);
    const sum = (count: 'diedAlone' | 'failedStarts') =>
      path.processes.reduce((total, process) => total + process[count], 0);
    const diedAlone = sum('diedAlone');
    isRight = diedAlone === 0 && load.issued === messages && findings.every(({ count }) => count === 0);
    return {
      log,
      load,
      kills: killing.kills,
      diedAlone,
      failedStarts: sum('failedStarts'),
      repeats: await countRepeats(admin.sql),
      seconds: (arrivedAt - startedAt) / 1_000,
      catchUpSeconds: (arrivedAt - writtenAt) / 1_000,
      findings,
      isRight,
      logFolder: path.logFolder,
    };
  } catch (error) {
    throw new Error(`The run failed; what the processes said is in ${path.logFolder}`, { cause: error });
  } finally {
    await admin.close();
    await billing.close();
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
async function compareInTime(sql: Sql, { csvFolder }: EventPath, messages: number): Promise<Finding[]> {
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
