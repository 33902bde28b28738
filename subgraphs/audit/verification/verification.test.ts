import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Registry } from 'prom-client';
import { prepareAuditTrail } from '#platform/audit/trail/prepare-audit-trail.ts';
import { createAuditEntry } from '#platform/audit/trail/testing/create-audit-entry.ts';
import { connectSql, type SqlPool } from '#platform/database/sql-pool.ts';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { applyRetention } from '../store/apply-retention.ts';
import { startTestAudit, type TestAudit } from '../testing/test-audit.ts';
import { findVerification } from './find-verification.ts';
import { addVerificationMetrics } from './verification-metrics.ts';
import { BackgroundVerification } from './verify-in-background.ts';
import { verifySome } from './verify-some.ts';

let audit: TestAudit;
/** The owner of the trail's tables, who switches triggers off. */
let owner: SqlPool;

before(async () => {
  audit = await startTestAudit();
  owner = connectSql({ url: audit.trailOwnerUrl, name: 'owner', maxConnections: 1 });
});
after(async () => {
  await owner?.close();
  await audit?.close();
});
beforeEach(async () => {
  await attack('truncate audit_trail.entries, audit_trail.anchors');
  await audit.database.sql`delete from audit.trail_verification`;
});

async function attack(statement: string): Promise<void> {
  await owner.sql.begin(async (tx) => {
    for (const table of ['entries', 'anchors'])
      await tx.unsafe(`alter table audit_trail.${table} disable trigger user`);
    await tx.unsafe(statement);
    for (const table of ['entries', 'anchors'])
      await tx.unsafe(`alter table audit_trail.${table} enable trigger user`);
  });
}

const receiveMany = (count: number) =>
  audit.receive(...Array.from({ length: count }, () => createAuditEntry()));
/** Changes a byte of an entry; called again, it puts it back. */
const flipByte = (number: number) =>
  attack(
    `update audit_trail.entries set salt = set_byte(salt, 0, get_byte(salt, 0) # 1) where number = ${number}`,
  );

const firstDay = new Date('2026-03-01T00:00:00.000Z');
const dayLater = (days: number) => new Date(firstDay.getTime() + days * 86_400_000);
const step = (now = firstDay, limit = 100) => verifySome(audit.database.sql, now, limit);

interface Verification {
  readonly through: number;
  readonly head: string;
  readonly wholeAt: string | null;
  readonly break: { readonly number: number; readonly problem: string; readonly foundAt: string } | null;
}

async function readState(): Promise<Verification | null> {
  const auditor = await audit.as('AUDITOR');
  const { data, errors } = await auditor<{ auditTrailVerification: Verification | null }>(
    '{ auditTrailVerification { through head wholeAt break { number problem foundAt } } }',
  );
  assert.deepEqual(errors, []);
  return data.auditTrailVerification;
}

test('entries are verified a part at a time, and new ones after those before', async () => {
  assert.equal(await readState(), null);
  await receiveMany(5);
  assert.deepEqual(await step(firstDay, 2), { hasMore: true });
  assert.deepEqual(
    { ...(await readState()), head: '' },
    { through: 2, head: '', wholeAt: null, break: null },
  );
  await step(firstDay, 2);
  assert.deepEqual(await step(firstDay, 2), { hasMore: false });
  await receiveMany(1);
  assert.deepEqual(await step(dayLater(0.5)), { hasMore: false });
  const [last] = await audit.database.sql`select hash from audit_trail.entries where number = 6`;
  assert.deepEqual(await readState(), {
    through: 6,
    head: last?.['hash'].toString('hex'),
    wholeAt: dayLater(0.5).toISOString(),
    break: null,
  });
});

test('a byte that is changed after its entry was verified is found by the pass of the next day, told once, and told when it is put back', async () => {
  await receiveMany(5);
  await step();
  await flipByte(3);
  assert.deepEqual(await step(dayLater(0.9)), { hasMore: false });
  const found = await step(dayLater(1));
  assert.equal(found.newBreak?.number, 3n);
  assert.deepEqual(await step(dayLater(2.5)), { hasMore: false });
  const state = await readState();
  assert.deepEqual(
    [state?.through, state?.wholeAt, state?.break?.number, state?.break?.foundAt],
    [2, dayLater(0.9).toISOString(), 3, dayLater(1).toISOString()],
  );
  await flipByte(3);
  assert.deepEqual(await step(dayLater(2.6), 3), { hasMore: true, mended: 3n });
  assert.deepEqual(await step(dayLater(2.6)), { hasMore: false });
  assert.equal((await readState())?.break, null);
});

test('an end that is cut off is found at the next step, and so are new entries in its place', async () => {
  await receiveMany(5);
  await step();
  await attack('delete from audit_trail.entries where number > 3');
  const found = await step();
  assert.equal(found.newBreak?.number, 4n);
  await receiveMany(4);
  const replaced = await step();
  assert.equal(replaced.newBreak?.number, 6n);
});

test('a trail that was written anew is found at the newest entry that was verified', async () => {
  await receiveMany(3);
  await step();
  await attack('truncate audit_trail.entries');
  await receiveMany(3);
  assert.deepEqual(await step(), { hasMore: false });
  assert.equal((await step(dayLater(1))).newBreak?.number, 3n);
});

test('the rule of retention may remove what was verified and what was not', async () => {
  const at = new Date(Date.now() - 40 * 86_400_000).toISOString();
  await prepareAuditTrail(audit.trailOwnerUrl, { INFO: 30, NOTICE: 30, WARNING: 30 });
  await audit.receive(...Array.from({ length: 4 }, () => createAuditEntry({ at })));
  await step(firstDay, 2);
  await receiveMany(2);
  assert.equal(await applyRetention(audit.database.sql), 4);
  assert.deepEqual(await step(), { hasMore: false });
  assert.equal((await readState())?.through, 6);
  assert.deepEqual(await step(dayLater(1)), { hasMore: false });
});

test('in the background a break is logged once, whichever process finds it, and figures tell of it', async () => {
  const { sql, db } = audit.database;
  const registry = new Registry();
  addVerificationMetrics(registry, () => findVerification(db));
  const read = async () =>
    Object.fromEntries(
      (await registry.getMetricsAsJSON()).map(({ name, values }) => [name, values[0]?.value]),
    );
  assert.deepEqual(await read(), {
    audit_trail_broken: undefined,
    audit_trail_verified_entries: undefined,
    audit_trail_whole_timestamp_seconds: undefined,
  });
  const lines: string[] = [];
  const log = createLog({
    name: 'audit',
    level: 'error',
    destination: { write: (line) => lines.push(line) },
  });
  await receiveMany(3);
  await flipByte(2);
  const start = () => new BackgroundVerification({ sql, log, clock: () => firstDay, everyMs: 10 });
  const processes = [start(), start()];
  await waitFor('the break', async () => (await read())['audit_trail_broken'] === 1);
  await flipByte(2);
  await waitFor('the end', async () => (await read())['audit_trail_verified_entries'] === 3);
  for (const process of processes) await process.close();
  assert.deepEqual(await read(), {
    audit_trail_broken: 0,
    audit_trail_verified_entries: 3,
    audit_trail_whole_timestamp_seconds: firstDay.getTime() / 1_000,
  });
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /"number":"2".*does not hold/);
});
