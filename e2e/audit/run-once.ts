import type { Sql } from 'postgres';
import { z } from 'zod';
import type { AuditEntry } from '#platform/audit/audit-entry.ts';
import { prepareAuditTrail } from '#platform/audit/trail/prepare-audit-trail.ts';
import { connectDatabase } from '#platform/database/database.ts';
import { eventLogFields } from '#platform/event-log/configuration.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { Random } from '#platform/testing/random.ts';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { Finding } from '../event-path/compare.ts';
import { type EventPath, startEventPath } from '../event-path/event-path.ts';
import { countDeaths } from '../event-path/issue-while-killing.ts';
import { startKilling } from '../event-path/kill-schedule.ts';
import type { LogKind, RunOptions } from '../event-path/options.ts';
import { toAuditedSystem, trailRoles } from './audit-specs.ts';
import { checkTrail, type TrailChecks } from './change-bytes.ts';
import { compareAudit } from './compare-audit.ts';
import { compareTrail } from './compare-trail.ts';
import { mutate, type Tally } from './mutate.ts';
import { readAudit } from './read-audit.ts';

/** The result of a run. */
export interface AuditRun {
  readonly tally: Readonly<Tally>;
  readonly kills: Readonly<Record<string, number>>;
  readonly entries: number;
  /** Of these, those of effects. */
  readonly effects: number;
  readonly repeats: number;
  /** From the first mutation until the trail had every entry. */
  readonly seconds: number;
  /** The verdict of the command on the trail, and the number of changed entries that it had to find. */
  readonly trail: Pick<TrailChecks, 'verdict' | 'changes'>;
  /** Every count must be none. */
  readonly findings: readonly Finding[];
  readonly isRight: boolean;
  readonly logFolder: string;
}

const arriveWithinMs = 180_000;
const tokenSeconds = 7_200;

/** Calls mutations while everything is killed, waits until their entries are on the log and in the trail, and compares. */
export async function runOnce(
  log: LogKind,
  options: Pick<RunOptions, 'messages' | 'kills' | 'seed'> & { readonly signal: AbortSignal },
): Promise<AuditRun> {
  const random = new Random(options.seed);
  await using issuer = await createTestIssuer();
  let gatewayUrl = '';
  let logVariables: Readonly<Record<string, string>> = {};
  const path = await startEventPath({
    log,
    random,
    signal: options.signal,
    toSpecs: async (servers) => {
      const system = await toAuditedSystem(servers, issuer.issuer);
      gatewayUrl = system.gatewayUrl;
      logVariables = servers.log;
      return system.specs;
    },
    roles: trailRoles,
    prepare: (urls) => prepareAuditTrail(urls['audit_trail'] ?? ''),
  });
  const admin = connectDatabase({ url: path.adminUrl, name: 'compare' });
  let isRight = false;
  try {
    const sign = (roles: string[]) => issuer.sign({ roles, expiresIn: tokenSeconds });
    const tokens = {
      manager: await sign(['CUSTOMER_MANAGER', 'BILLING_MANAGER']),
      user: await sign(['USER']),
    };
    const startedAt = performance.now();
    const { tally, kills } = await mutateWhileKilling(path, { ...options, random, url: gatewayUrl, tokens });
    await waitUntilSent(admin.sql);
    const eventLog = await openEventLog(z.object(eventLogFields).parse({ ...logVariables }), 'compare');
    // Entries that the gateway has on disk are sent within a second, once the log is back.
    const { entries, repeats } = await waitFor(
      'the refusals of the gateway',
      async () => {
        const read = await readAudit(eventLog);
        const cut = read.entries.filter(({ action }) => action === 'MUTATION_REFUSED').length;
        return cut >= tally.cut && read;
      },
      arriveWithinMs,
    ).finally(() => eventLog.close());
    await waitUntilKept(admin.sql, entries);
    const seconds = (performance.now() - startedAt) / 1_000;
    const inLog = await compareAudit(admin.sql, entries, tally);
    const inTrail = await compareTrail(admin.sql, entries);
    const { diedAlone } = countDeaths(path);
    const urls = { keeper: path.urls['audit'] ?? '', owner: path.urls['audit_trail'] ?? '' };
    const trail = await checkTrail(urls, { random, entries: entries.length });
    const findings = [
      ...inLog,
      ...inTrail,
      ...trail.findings,
      { what: 'processes that ended by themselves', count: diedAlone },
    ];
    isRight = findings.every(({ count }) => count === 0);
    return {
      tally,
      kills,
      entries: entries.length,
      effects: entries.filter(({ outcome }) => outcome === 'DONE').length,
      repeats,
      seconds,
      trail,
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

async function mutateWhileKilling(
  path: EventPath,
  {
    messages: count,
    kills: rounds,
    random,
    url,
    tokens,
    signal,
  }: Pick<RunOptions, 'messages' | 'kills'> & {
    readonly random: Random;
    readonly url: string;
    readonly tokens: { readonly manager: string; readonly user: string };
    readonly signal: AbortSignal;
  },
): Promise<{ tally: Tally; kills: Readonly<Record<string, number>> }> {
  const tally: Tally = { answered: 0, refused: 0, cut: 0, cutAttempts: 0, failures: 0 };
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const killing = startKilling([...path.processes, ...path.servers], {
    messages: count,
    kills: rounds,
    random,
    issued: () => tally.answered,
    signal: either,
  });
  const work = [
    mutate(tally, { url, tokens, count, random, mayGoOn: killing.mayGoOn, signal: either }),
    killing.done,
  ];
  await Promise.all(work).catch(async (error: unknown) => {
    failed.abort();
    await Promise.allSettled(work);
    throw error;
  });
  return { tally, kills: killing.kills };
}

async function waitUntilSent(sql: Sql): Promise<void> {
  const isSent = async () => {
    const [row] = await sql<{ waiting: number }[]>`
      select (select count(*) from customer.audit_outbox)::int + (select count(*) from billing.audit_outbox)::int as waiting`;
    return row?.waiting === 0;
  };
  await waitFor('the entries to be sent', isSent, arriveWithinMs);
}

async function waitUntilKept(sql: Sql, entries: readonly AuditEntry[]): Promise<void> {
  const isKept = async () => {
    const [row] = await sql<{ kept: number }[]>`select count(*)::int as kept from audit_trail.entries`;
    return row !== undefined && row.kept >= entries.length;
  };
  await waitFor('the trail to have every entry', isKept, arriveWithinMs);
}
