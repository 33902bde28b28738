import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { freeLine, mutateInvoice, read, succeed, type TestInvoice } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling({ seller: { timeZone: 'Europe/Paris' } });
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

const createDraft = (changes: object = {}): Promise<TestInvoice> =>
  succeed(manager, 'createInvoice', {
    customerId: billing.addCustomer(),
    currency: 'EUR',
    lines: [freeLine],
    ...changes,
  });
const issue = async (changes: object = {}): Promise<TestInvoice> =>
  succeed(manager, 'issueInvoice', { id: (await createDraft()).id, expectedVersion: 1, ...changes });

test("an invoice of half past midnight on 1 January in the seller's zone has that day and the new series", async () => {
  billing.setNow('2025-12-31T22:59:59.999Z');
  const last = await issue();
  assert.deepEqual([last.issueDate, last.number], ['2025-12-31', '2025-000001']);
  billing.setNow('2025-12-31T23:30:00Z');
  const first = await issue();
  assert.deepEqual([first.issueDate, first.number], ['2026-01-01', '2026-000001']);
  assert.equal(first.issuedAt, '2025-12-31T23:30:00.000Z');
});

test("today is the seller's day: it may be given, and the day after it may not", async () => {
  billing.setNow('2026-06-30T22:15:00Z');
  assert.equal((await issue({ issueDate: '2026-07-01' })).issueDate, '2026-07-01');
  const { id } = await createDraft();
  const { userErrors } = await mutateInvoice(manager, 'issueInvoice', {
    id,
    expectedVersion: 1,
    issueDate: '2026-07-02',
  });
  assert.deepEqual(
    userErrors.map(({ field, code }) => [...field, code]),
    [['issueDate', 'OUT_OF_RANGE']],
  );
  assert.match(userErrors[0]?.message ?? '', /today is 2026-07-01 in the seller's time zone Europe\/Paris/);
});

test("an invoice is overdue from the seller's midnight", async () => {
  billing.setNow('2027-03-01T12:00:00Z');
  const { id } = await createDraft({ dueDate: '2027-03-31' });
  await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  billing.setNow('2027-03-31T21:59:59Z');
  assert.equal((await read(manager, id))?.isOverdue, false);
  billing.setNow('2027-03-31T22:00:00Z');
  assert.equal((await read(manager, id))?.isOverdue, true);
  const { data } = await manager(
    'query ($id: ID!) { invoices(filter: { ids: [$id], isOverdue: true }) { totalCount } }',
    { id },
  );
  assert.deepEqual(data, { invoices: { totalCount: 1 } });
});
