import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { type ContextRole, provisionDatabase } from '#platform/database/provision.ts';
import { obtainKafka } from '#platform/testing/kafka-jars.ts';
import { startKafkaServer } from '#platform/testing/kafka-server.ts';
import { startKillablePostgres } from '#platform/testing/killable-postgres.ts';
import type { Random } from '#platform/testing/random.ts';
import type { ProcessSpec } from '../../deploy/local/child.ts';
import { openLogFile } from '../../deploy/local/log-file.ts';
import type { LogKind } from './options.ts';
import { type Process, startProcess, toVictim, type Victim } from './victims.ts';

/** The way of issued invoices, from billing's outbox on, on servers of its own. */
export interface EventPath {
  /** The database with the role that sees all of it. */
  readonly adminUrl: string;
  /** With the role of each context. */
  readonly urls: Readonly<Record<string, string>>;
  /** With billing's own role. */
  readonly billingUrl: string;
  /** Of the run: each process writes there what it says. */
  readonly folder: string;
  readonly processes: readonly Process[];
  readonly servers: readonly Victim[];
  /** Ends all of it; the folder with what the processes said stays when asked for. */
  close(keepsLogs: boolean): Promise<void>;
}

/** The variables of the processes. */
export interface Servers {
  /** The database's URL with the role of each context. */
  readonly urls: Readonly<Record<string, string>>;
  /** Variables that name the event log. */
  readonly log: Readonly<Record<string, string>>;
  readonly folder: string;
}

export interface EventPathOptions {
  readonly log: LogKind;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** The participants, in the order of their start. */
  readonly toSpecs: (servers: Servers) => Promise<readonly ProcessSpec[]> | readonly ProcessSpec[];
  /** Roles beside those that every way of invoices has. */
  readonly roles?: readonly Omit<ContextRole, 'password'>[];
  /** Makes the tables of owners that run no process. It is told the database's URL with each role. */
  readonly prepare?: (urls: Readonly<Record<string, string>>) => Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const usualRoles = ['billing', 'customer', 'event_log', 'sink', 'statistics'].map((name) => ({ name }));
/** A killed reader's partitions are taken over after so long. */
const leaseMs = '2000';
const mostAwayMs = 2_000;

/** Starts PostgreSQL, a Kafka broker if that keeps the log, and the processes, and waits until all are ready. */
export async function startEventPath(options: EventPathOptions): Promise<EventPath> {
  const { log, random, signal, toSpecs, roles = [], prepare } = options;
  const folder = await mkdtemp(join(tmpdir(), 'facturation-event-path-'));
  const closes: (() => Promise<unknown>)[] = [];
  const close = async (keepsLogs: boolean) => {
    for (const closeOne of closes.splice(0).reverse()) await closeOne();
    if (!keepsLogs) await rm(folder, { recursive: true, force: true });
  };
  try {
    // As it is set up by default: what is committed is on the disk.
    const postgres = await startKillablePostgres({});
    closes.push(() => postgres.stop());
    const awayMs = () => random.below(mostAwayMs);
    const servers = [toVictim('PostgreSQL', postgres, awayMs)];
    const urls = await provisionDatabase(
      postgres.url,
      [...usualRoles, ...roles].map((role) => ({ ...role, password: 'test' })),
    );
    const billingUrl = urls['billing'] ?? '';
    await migrateDatabase({
      url: billingUrl,
      schema: 'billing',
      folder: join(root, 'subgraphs/billing/migrations'),
    });
    await prepare?.(urls);
    const logVariables: Record<string, string> = { EVENT_LOG_LEASE_MS: leaseMs };
    if (log === 'kafka') {
      const kafka = await startKafkaServer({ jars: await obtainKafka() });
      closes.push(() => kafka.stop());
      servers.push(toVictim('Kafka', kafka, awayMs));
      logVariables['KAFKA_BROKERS'] = kafka.broker;
    } else logVariables['EVENT_LOG_DATABASE_URL'] = urls['event_log'] ?? '';

    const processes: Process[] = [];
    for (const spec of await toSpecs({ urls, log: logVariables, folder })) {
      const logFile = openLogFile(join(folder, `${spec.name}.log`));
      const process = await startProcess(spec, { root, logFile, signal });
      closes.push(async () => {
        await process.stop();
        logFile.close();
      });
      processes.push(process);
    }
    return { adminUrl: postgres.url, urls, billingUrl, folder, processes, servers, close };
  } catch (error) {
    await close(true);
    throw new Error(`The start failed; what the processes said is in ${folder}`, { cause: error });
  }
}
