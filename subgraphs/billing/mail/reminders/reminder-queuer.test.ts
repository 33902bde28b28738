import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { documentSeller, issueSome } from '../../testing/document-calls.ts';
import { startTestBilling, type TestBilling } from '../../testing/test-billing.ts';
import { parseReminderPlan } from './reminder-plan.ts';
import { startReminderQueuer } from './reminder-queuer.ts';

let billing: TestBilling;

before(async () => {
  billing = await startTestBilling({
    settings: { sellerDetails: documentSeller },
    seller: { timeZone: 'Europe/Paris' },
  });
});
after(() => billing.close());

const log = createLog({ name: 'test', level: 'silent' });

/** Lets a process with a plan look for reminders on a day, at noon. */
async function runOn(day: string, days: string): Promise<void> {
  billing.setNow(`${day}T12:00:00Z`);
  const parsed = parseReminderPlan(days);
  assert.ok('plan' in parsed);
  const { db } = billing.database;
  const { surroundings } = billing;
  const mailPolicy = { ...surroundings.mailPolicy, plan: parsed.plan };
  const isDone = Promise.withResolvers<void>();
  let reads = 0;
  // The clock is read once for each round, the second time after the first round.
  const clock = () => {
    reads += 1;
    if (reads > 1) isDone.resolve();
    return surroundings.clock();
  };
  const queuer = startReminderQueuer({ ...surroundings, db, clock, mailPolicy, log, everyMs: 20 });
  await isDone.promise;
  await queuer.close();
}

async function remindersOf(invoiceId: string): Promise<(readonly [number, string])[]> {
  const rows = await billing.database.sql<{ step: number; at: Date | string }[]>`
    select step_days as step, not_before as at from billing.mails join billing.invoice_mails on mail_id = id
    where invoice_id = ${invoiceId} order by step_days`;
  return rows.map(({ step, at }) => [step, new Date(at).toISOString()]);
}

test('a step that is taken out of the plan and put back begins with what is due from then on', async () => {
  const old = await issueSome(billing, { dueDate: '2026-03-10' });
  await runOn('2026-03-02', '7,14');
  await runOn('2026-03-17', '7');
  await runOn('2026-03-25', '7,14');
  assert.deepEqual(await remindersOf(old), [[7, '2026-03-17T07:00:00.000Z']]);
  const fresh = await issueSome(billing, { dueDate: '2026-03-25' });
  await runOn('2026-04-08', '7,14');
  assert.deepEqual(await remindersOf(fresh), [[14, '2026-04-08T06:00:00.000Z']]);
});

test('reminders are sent from eight o’clock on, also on days on which clocks change', async () => {
  billing.setNow('2026-10-01T12:00:00Z');
  const autumn = await issueSome(billing, { dueDate: '2026-10-18' });
  await runOn('2026-10-25', '7,14');
  assert.deepEqual(await remindersOf(autumn), [[7, '2026-10-25T07:00:00.000Z']]);
  billing.setNow('2027-03-01T12:00:00Z');
  const spring = await issueSome(billing, { dueDate: '2027-03-21' });
  await runOn('2027-03-28', '7,14');
  assert.deepEqual(await remindersOf(spring), [[7, '2027-03-28T06:00:00.000Z']]);
});
