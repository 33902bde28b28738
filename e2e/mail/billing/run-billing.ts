import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sql } from 'postgres';
import { connectDatabase } from '#platform/database/database.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { Random } from '#platform/testing/random.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openLogFile } from '../../../deploy/local/log-file.ts';
import { startKilling } from '../../event-path/kill-schedule.ts';
import { type Process, startProcess } from '../../event-path/victims.ts';
import { type CallCounts, Caller } from '../../invoice-life/caller.ts';
import { type LifeSystem, startLifeSystem } from '../../invoice-life/life-system.ts';
import type { JournalComparison } from '../compare-with-journal.ts';
import { compareInvoiceMails } from './compare-invoice-mails.ts';
import { addCustomers, type IssuedLoad, issueInvoices } from './issue-invoices.ts';

export interface BillingRunOptions {
  readonly invoices: number;
  /** The number of kills of billing, of PostgreSQL and of the mail server. */
  readonly kills: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** The result of a run. */
export interface BillingRun extends JournalComparison {
  readonly load: IssuedLoad;
  readonly documents: number;
  readonly calls: CallCounts;
  readonly kills: Readonly<Record<string, number>>;
  readonly diedAlone: number;
  readonly seconds: number;
  readonly isRight: boolean;
  readonly folder: string;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const endWithinMs = 180_000;
/** So few that kills hit mails that are being sent, and not a queue. */
const mostWaiting = 20;
/** An attempt takes less with the limits below, so that the process of one that takes longer is gone. */
const attemptSeconds = 15;
/** Longer than a process composes a mail. */
const forwardEveryMs = 4_000;

/** Issues and sends invoices while billing, PostgreSQL and the mail server are killed, waits for the end of each mail, and compares. */
export async function runBilling(options: BillingRunOptions): Promise<BillingRun> {
  const random = new Random(options.seed);
  const smtpPort = await findFreePort();
  await using stack = new AsyncDisposableStack();
  const system = await startLifeSystem({
    random,
    signal: options.signal,
    services: ['customer', 'billing'],
    billings: 1,
    billingEnvironment: {
      MAIL_ON_ISSUE: 'ALL',
      REMINDER_PLAN: 'NONE',
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}?tls=none`,
      SMTP_CONNECT_MS: '2000',
      SMTP_ANSWER_MS: '3000',
    },
  });
  let isRight = false;
  stack.defer(() => system.close(!isRight));
  const journal = join(system.folder, 'journal');
  const server = await startMailServer(system, { smtpPort, journal, ...options });
  stack.defer(() => server.close());
  const database = connectDatabase({ url: system.adminUrl, name: 'mails' });
  stack.defer(() => database.close());
  const { sql } = database;

  const load: IssuedLoad = { issued: [], asked: [] };
  const calls: CallCounts = { sent: 0, unanswered: 0, doubled: 0 };
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const { addresses, billingUrls } = system;
  const common = { addresses, counts: calls, signal };
  const registrar = new Caller([addresses.subgraphUrl('customer')], { ...common, user: 'customer-manager' });
  const caller = new Caller(billingUrls, { ...common, user: 'billing-manager' });
  const customerIds = await addCustomers(registrar);
  const startedAt = performance.now();
  const killing = startKilling([...system.victims, server.process], {
    messages: options.invoices,
    kills: options.kills,
    random,
    issued: () => load.issued.length,
    signal,
  });
  const mayGoOn = async (issued: number) => {
    await killing.mayGoOn(issued);
    await waitFor('the mails to go out', () => isBelow(sql, mostWaiting), endWithinMs);
  };
  const work = [
    issueInvoices(caller, load, { invoices: options.invoices, customerIds, random, mayGoOn }),
    killing.done,
  ];
  await Promise.all(work).catch(async (error: unknown) => {
    failed.abort();
    await Promise.allSettled(work);
    throw new Error(`The run failed; what the processes said is in ${system.folder}`, { cause: error });
  });
  await endAll(sql);
  const seconds = (performance.now() - startedAt) / 1_000;
  const documentsFolder = join(system.folder, 'data/documents');
  const comparison = await compareInvoiceMails(sql, { load, journal, documentsFolder });
  const processes = [...system.processes, server.process];
  const diedAlone = processes.reduce((sum, process) => sum + process.diedAlone, 0);
  isRight = diedAlone === 0 && comparison.findings.every(({ count }) => count === 0);
  const { kills } = killing;
  return { ...comparison, load, calls, kills, diedAlone, seconds, isRight, folder: system.folder };
}

async function startMailServer(
  { folder }: LifeSystem,
  options: BillingRunOptions & { readonly smtpPort: number; readonly journal: string },
): Promise<{ readonly process: Process; close(): Promise<void> }> {
  const { smtpPort, journal, seed, signal } = options;
  await writeFile(journal, '');
  const spec = {
    name: 'mail server',
    file: 'e2e/mail/server/main.ts',
    environment: { SMTP_PORT: `${smtpPort}`, JOURNAL: journal, SEED: `${seed}` },
  };
  const logFile = openLogFile(join(folder, `${spec.name}.log`));
  const process = await startProcess(spec, { root, logFile, signal });
  return {
    process,
    close: async () => {
      await process.stop();
      logFile.close();
    },
  };
}

/** Tests if fewer mails are due than so many; false while the database is away. */
async function isBelow(sql: Sql, mails: number): Promise<boolean> {
  const rows = await sql<{ due: number }[]>`
    select count(*)::int as due from billing.mails where state = 'WAITING' and due_at <= clock_timestamp()`.catch(
    () => [],
  );
  const [row] = rows;
  return row !== undefined && row.due < mails;
}

/**
 * Waits for the end of each mail. Billing's leases and waits take minutes; they are shortened, as if the time had passed: of mails in hand only those
 * whose process is gone.
 */
async function endAll(sql: Sql): Promise<void> {
  let forwardedAt = Number.NEGATIVE_INFINITY;
  const isEnded = async () => {
    if (performance.now() - forwardedAt > forwardEveryMs) {
      forwardedAt = performance.now();
      await sql`
        update billing.mails set due_at = clock_timestamp()
        where due_at > clock_timestamp() and (state = 'WAITING'
          or state = 'SENDING' and attempted_at < clock_timestamp() - ${attemptSeconds} * interval '1 second')`;
    }
    const [row] = await sql<{ open: number }[]>`
      select count(*)::int as open from billing.mails where state in ('WAITING', 'SENDING')`;
    return row?.open === 0;
  };
  // A mail that has not ended by then is a finding of the comparison, so nothing is thrown for it here.
  await waitFor('each mail to end', isEnded, endWithinMs).catch(() => {});
}
