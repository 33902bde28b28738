import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sql } from 'postgres';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { provisionDatabase } from '#platform/database/provision.ts';
import { mailTestMigrations } from '#platform/mail/testing/open-mail-database.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { startKillablePostgres } from '#platform/testing/killable-postgres.ts';
import { Random } from '#platform/testing/random.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { ProcessSpec } from '../../deploy/local/child.ts';
import { openLogFile } from '../../deploy/local/log-file.ts';
import { startKilling } from '../event-path/kill-schedule.ts';
import { type Process, startProcess, toVictim } from '../event-path/victims.ts';
import { compareMails } from './compare-mails.ts';
import type { JournalComparison } from './compare-with-journal.ts';
import type { MailRunOptions } from './options.ts';
import { type QueuedLoad, queueMails } from './queue-mails.ts';

/** The result of a run. */
export interface MailRun extends JournalComparison {
  readonly load: Readonly<QueuedLoad>;
  readonly kills: Readonly<Record<string, number>>;
  readonly diedAlone: number;
  readonly seconds: number;
  readonly isRight: boolean;
  readonly folder: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const mostAwayMs = 2_000;
const arriveWithinMs = 300_000;
/** So few that kills hit mails that are being sent, and not a queue. */
const mostWaiting = 150;

/** Queues mails while workers, mail server and PostgreSQL are killed, waits for the end of each mail, and compares. */
export async function runMails(options: MailRunOptions & { readonly signal: AbortSignal }): Promise<MailRun> {
  const { mails, kills: rounds, workers, seed } = options;
  const random = new Random(seed);
  const folder = await mkdtemp(join(tmpdir(), 'facturation-mail-'));
  const journal = join(folder, 'journal');
  await writeFile(journal, '');
  await using stack = new AsyncDisposableStack();
  // As it is set up by default: what is committed is on the disk.
  const postgres = await startKillablePostgres({});
  stack.defer(() => postgres.stop());
  const { mailtest: url = '' } = await provisionDatabase(postgres.url, [
    { name: 'mailtest', password: 'test' },
  ]);
  await migrateDatabase({ url, schema: 'mailtest', folder: mailTestMigrations });
  const smtpPort = await findFreePort();
  const processes: Process[] = [];
  for (const spec of toSpecs({ url, smtpPort, journal, seed, workers })) {
    const logFile = openLogFile(join(folder, `${spec.name}.log`));
    const process = await startProcess(spec, { root, logFile, signal: options.signal });
    processes.push(process);
    stack.defer(async () => {
      await process.stop();
      logFile.close();
    });
  }
  const database = connectDatabase({ url, name: 'mails', maxConnections: 6 });
  stack.defer(() => database.close());
  const load: QueuedLoad = { queued: 0, rolledBack: 0, failures: 0 };
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const server = toVictim('PostgreSQL', postgres, () => random.below(mostAwayMs));
  const killing = startKilling([...processes, server], {
    messages: mails,
    kills: rounds,
    random,
    issued: () => load.queued,
    signal,
  });
  const startedAt = performance.now();
  const mayGoOn = async (queued: number) => {
    await killing.mayGoOn(queued);
    await waitFor('the mails to go out', () => isBelow(database.sql, mostWaiting), arriveWithinMs);
  };
  const work = [queueMails(database, load, { mails, random, mayGoOn, signal }), killing.done];
  await Promise.all(work).catch(async (error: unknown) => {
    failed.abort();
    await Promise.allSettled(work);
    throw new Error(`The run failed; what the processes said is in ${folder}`, { cause: error });
  });
  await waitFor('each mail to end', () => isBelow(database.sql, 1), arriveWithinMs).catch(() => {});
  const seconds = (performance.now() - startedAt) / 1_000;
  const comparison = await compareMails(database.sql, { mails, journal });
  const diedAlone = processes.reduce((sum, process) => sum + process.diedAlone, 0);
  const isRight = diedAlone === 0 && comparison.findings.every(({ count }) => count === 0);
  if (isRight) stack.defer(() => rm(folder, { recursive: true, force: true }));
  return { ...comparison, load, kills: killing.kills, diedAlone, seconds, isRight, folder };
}

function toSpecs(of: {
  readonly url: string;
  readonly smtpPort: number;
  readonly journal: string;
  readonly seed: number;
  readonly workers: number;
}): readonly ProcessSpec[] {
  const server = {
    name: 'mail server',
    file: 'e2e/mail/server/main.ts',
    environment: { SMTP_PORT: `${of.smtpPort}`, JOURNAL: of.journal, SEED: `${of.seed}` },
  };
  const workers = Array.from({ length: of.workers }, (_, nth) => ({
    name: `worker ${nth + 1}`,
    file: 'e2e/mail/worker/main.ts',
    environment: {
      DATABASE_URL: of.url,
      SMTP_URL: `smtp://127.0.0.1:${of.smtpPort}?tls=none`,
      SMTP_CONNECT_MS: '2000',
      SMTP_ANSWER_MS: '3000',
    },
  }));
  return [server, ...workers];
}

/** Tests if fewer mails wait than so many; false while the database is away. */
async function isBelow(sql: Sql, mails: number): Promise<boolean> {
  const rows = await sql<{ waiting: number }[]>`
    select count(*)::int as waiting from mailtest.mails where state in ('WAITING', 'SENDING')`.catch(
    () => [],
  );
  const [row] = rows;
  return row !== undefined && row.waiting < mails;
}
