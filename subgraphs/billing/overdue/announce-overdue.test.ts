import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { invoiceOverdue } from '#schema/work-events/invoice-overdue.ts';
import { issueFor, settle } from '../testing/payment-calls.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';
import { announceOverdue } from './announce-overdue.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

/** Announces on a day until nothing is left, by two processes at once. */
async function announceOn(today: string, atOnce = 100): Promise<void> {
  const now = new Date(`${today}T00:01:00Z`);
  const step = () => announceOverdue(billing.database.db, { today, now, atOnce });
  while ((await Promise.all([step(), step()])).some(Boolean));
}

async function announced() {
  const rows = await billing.database.sql<{ value: Buffer; headers: string }[]>`
    select value, headers::text as headers from work_outbox order by position`;
  return rows.map(({ value, headers }) => {
    const decoded = invoiceOverdue.decode({ value, headers: JSON.parse(headers) });
    assert.ok(decoded.kind === 'event', JSON.stringify(decoded));
    return decoded.event;
  });
}

const issueDue = (dueDate: string, price = '10.00') =>
  issueFor(manager, billing.addCustomer(), price, { dueDate });

test('an invoice is announced once, after its due day, with what is left to pay', async () => {
  await issueDue('2026-03-01');
  await announceOn('2026-03-02');
  assert.deepEqual(await announced(), [], 'what was overdue before the first look is no news');
  const later = await issueDue('2026-03-04');
  const partly = await issueDue('2026-03-03', '25.00');
  const paid = await issueDue('2026-03-03');
  await settle(manager, 'recordPayment', { invoiceId: partly, amount: '5.00' });
  await settle(manager, 'recordPayment', { invoiceId: paid, amount: '10.00' });
  await announceOn('2026-03-03');
  assert.deepEqual(await announced(), [], 'an invoice is not overdue on its due day');
  await announceOn('2026-03-04');
  await announceOn('2026-03-04');
  const [first, ...more] = await announced();
  assert.deepEqual(more, []);
  const { invoiceId, amount, currency, dueDate } = first ?? {};
  assert.deepEqual([invoiceId, amount, currency, dueDate], [partly, '20.00', 'EUR', '2026-03-03']);
  await announceOn('2026-03-09');
  assert.deepEqual((await announced()).at(-1)?.invoiceId, later);
});

test('a day with more invoices than one transaction announces is announced whole', async () => {
  const before = (await announced()).length;
  const due = [await issueDue('2026-03-20'), await issueDue('2026-03-20'), await issueDue('2026-03-20')];
  await announceOn('2026-03-21', 2);
  const events = (await announced()).slice(before);
  assert.deepEqual(
    events.map(({ invoiceId }) => invoiceId),
    due.toSorted(),
  );
});
