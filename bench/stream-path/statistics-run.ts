import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres, { type Sql } from 'postgres';
import { findFreePort } from '#platform/testing/free-port.ts';
import { windowMs } from '../../streams/statistics/figures/live-totals/windows.ts';
import { readPeakMiB } from '../process-figures.ts';
import type { Load } from './measurement.ts';
import type { NamedFigures } from './records.ts';

const main = fileURLToPath(new URL('../../streams/statistics/main.ts', import.meta.url));
/** As `npm start` runs it. */
export const nodeOptions = '--max-semi-space-size=8';
const limitMs = 4 * 60_000;
const lookEveryMs = 10;

/**
 * Runs the statistics process as it runs for its users, on records that lie in the log, until the last is stored. The clock
 * starts when what is stored counts the warm-up.
 *
 * @param options.variables those that name the log, and others of the process
 * @param options.whileRunning called a few times
 */
export async function runStatistics(options: {
  readonly load: Load;
  readonly databaseUrl: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly whileRunning: () => Promise<void>;
}): Promise<{ recordsPerSecond: number; peakMiB: number; figures: NamedFigures }> {
  const { load, databaseUrl } = options;
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const child = spawn(process.execPath, [main], {
    // Its warnings go where they do not mix with the table.
    stdio: ['ignore', process.stderr, 'inherit'],
    env: {
      LOG_LEVEL: 'warn',
      NODE_OPTIONS: nodeOptions,
      STATISTICS_PORT: String(await findFreePort()),
      DATABASE_URL: databaseUrl,
      // Nobody asks it anything here, so that no token is looked at.
      OIDC_ISSUER: 'http://localhost:1/realms/nobody',
      OIDC_AUDIENCE: 'nobody',
      ...options.variables,
    },
  });
  const exited = once(child, 'exit');
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  try {
    const before = await waitUntilCounted(sql, load.warmUp, hasEnded);
    await options.whileRunning();
    const after = await waitUntilCounted(sql, load.records, hasEnded);
    await options.whileRunning();
    const recordsPerSecond = ((after.counted - before.counted) / (after.atMs - before.atMs)) * 1_000;
    return { recordsPerSecond, peakMiB: await readPeakMiB(child.pid ?? 0), figures: await loadFigures(sql) };
  } finally {
    if (!hasEnded()) child.kill('SIGTERM');
    await exited;
    await sql.end();
  }
}

async function waitUntilCounted(
  sql: Sql,
  count: number,
  hasEnded: () => boolean,
): Promise<{ counted: number; atMs: number }> {
  const giveUpAt = performance.now() + limitMs;
  for (;;) {
    const counted = await loadCounted(sql);
    const atMs = performance.now();
    if (counted >= count) return { counted, atMs };
    if (hasEnded()) throw new Error(`The statistics ended after ${counted} of ${count} invoices.`);
    if (atMs > giveUpAt) throw new Error(`The statistics had counted ${counted} of ${count} invoices.`);
    await delay(lookEveryMs);
  }
}

/** The number of invoices in the figures; zero until the process has created its tables. */
async function loadCounted(sql: Sql): Promise<number> {
  try {
    const [row] = await sql<{ counted: string }[]>`select sum(counted) as counted from partition_progress`;
    return Number(row?.counted ?? 0);
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === '42P01') return 0;
    throw error;
  }
}

async function loadFigures(sql: Sql): Promise<NamedFigures> {
  const rows = await sql<{ name: string; figures: string }[]>`
    select name, sum(count) || ' ' || sum(amount_minor) as figures from (
      select 'total:' || currency as name, count, amount_minor from totals
      union all
      select 'window:' || start_ms || ':' || currency, count, amount_minor from windows where size_ms = ${windowMs}
      union all
      select 'customer:' || customer_key, count, amount_minor from customers) as named
    group by name`;
  return Object.fromEntries(rows.map(({ name, figures }) => [name, figures]));
}
