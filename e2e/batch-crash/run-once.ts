import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { provisionDatabase } from '#platform/database/provision.ts';
import { startKillablePostgres } from '#platform/testing/killable-postgres.ts';
import { Random } from '#platform/testing/random.ts';
import { openLogFile } from '../../deploy/local/log-file.ts';
import type { Finding } from '../event-path/compare.ts';
import { compareAll } from './compare.ts';
import { type ExpectedCounts, writeFileWithExpectation } from './expectation.ts';
import { loadExecutions } from './job-state.ts';
import { planKills } from './kill-plan.ts';
import { type LoadResult, loadWhileKilling } from './load-while-killing.ts';
import type { RunOptions } from './options.ts';
import { comparePayments } from './payments/compare-payments.ts';
import { writePaymentsWithExpectation } from './payments/made-payments.ts';
import { startWorker } from './worker-process.ts';

/** The result of a run. */
export interface RunResult extends LoadResult {
  readonly expected: ExpectedCounts;
  /** Of the load, from its first start to its end. */
  readonly seconds: number;
  /** The ends of the job's executions. */
  readonly executions: Readonly<Record<string, number>>;
  /** Every count must be none. */
  readonly findings: readonly Finding[];
  readonly isRight: boolean;
  /** With the files and what the worker said; kept when something was wrong. */
  readonly folder: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const contexts = ['customer', 'billing', 'batch'];
/** Longer than comparing takes. */
const statementTimeoutMs = 600_000;
/** The longest time of a chunk of so many rows; a kill falls within a few of them. */
const msPerChunkRow = 0.02;

/** The file of each kind of records, and the comparison after its load. */
const cases = {
  invoices: { writeFile: writeFileWithExpectation, mapping: 'facturation', compare: compareAll },
  payments: { writeFile: writePaymentsWithExpectation, mapping: 'payments', compare: comparePayments },
} as const;

/** Loads a file once while the worker and the server are killed, and compares. */
export async function runOnce(options: RunOptions, signal: AbortSignal): Promise<RunResult> {
  const { records, rows, seed, chunkRows } = options;
  const { writeFile, mapping, compare } = cases[records];
  const folder = await mkdtemp(join(tmpdir(), 'facturation-batch-crash-'));
  const file = join(folder, `${records}.csv`);
  const logFile = openLogFile(join(folder, 'batch.log'));
  // As it is set up by default: what is committed is on the disk.
  const server = await startKillablePostgres({});
  const admin = connectDatabase({ url: server.url, name: 'compare', statementTimeoutMs });
  let isRight = false;
  try {
    const databaseUrl = await prepare(server.url);
    const expected = await writeFile(admin.sql, file, { rows, seed });
    const flags = [
      '--mapping',
      mapping,
      '--reason-limit',
      'off',
      '--workers',
      String(options.workers),
      '--chunk-rows',
      String(chunkRows),
      '--skip-limit',
      'all',
    ];
    const startedAt = performance.now();
    const result = await loadWhileKilling({
      server,
      sql: admin.sql,
      plan: planKills(new Random(seed), options, Math.ceil(chunkRows * options.workers * msPerChunkRow)),
      start: (job) =>
        startWorker(job === undefined ? ['load', file, ...flags] : ['restart', String(job)], {
          databaseUrl,
          logFile,
        }),
      signal,
    });
    const seconds = (performance.now() - startedAt) / 1_000;
    const findings = await compare(admin.sql, `${file}.rejects.csv`, expected);
    findings.push({
      what: 'kills less than meant to hit the load',
      count: options.kills - result.kills.worker + options.serverKills - result.kills.PostgreSQL,
    });
    isRight = findings.every(({ count }) => count === 0);
    return {
      ...result,
      expected,
      seconds,
      executions: await loadExecutions(admin.sql),
      findings,
      isRight,
      folder,
    };
  } catch (error) {
    throw new Error(`The run failed; what the worker said is in ${folder}`, { cause: error });
  } finally {
    await admin.close();
    await server.stop();
    logFile.close();
    if (isRight) await rm(folder, { recursive: true, force: true });
  }
}

/** Makes what the worker finds in a running system, and gives the address with its role. */
async function prepare(url: string): Promise<string> {
  const urls = await provisionDatabase(
    url,
    contexts.map((name) => ({ name, password: 'test', makesTemporaryTables: name === 'billing' })),
  );
  for (const schema of ['customer', 'billing']) {
    const folder = join(root, 'subgraphs', schema, 'migrations');
    await migrateDatabase({ url: urls[schema] ?? '', schema, folder });
  }
  return urls['batch'] ?? '';
}
