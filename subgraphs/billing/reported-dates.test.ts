import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { freeLine, mutateInvoice, read, succeed } from './testing/invoice-calls.ts';
import { settle } from './testing/payment-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

// Faults that were reported for other systems, with a seller west of UTC.

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling({ seller: { timeZone: 'America/Los_Angeles' } });
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());
// The evening of 1 March in Los Angeles, and 2 March in UTC.
beforeEach(() => billing.setNow('2026-03-02T05:30:00Z'));

const draftFor = (customerId: string, changes: object = {}) =>
  succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine], ...changes });

test('a draft that is opened and saved west of UTC keeps its dates, as do the invoice and its payment (crater #905)', async () => {
  const dueDate = '2026-03-31';
  const { id } = await draftFor(billing.addCustomer(), { dueDate });
  for (let version = 1; version <= 3; version += 1) {
    const opened = await read(manager, id);
    const saved = await succeed(manager, 'updateInvoice', {
      id,
      expectedVersion: version,
      dueDate: opened?.dueDate,
      note: `Saved ${version}`,
    });
    assert.equal(saved.dueDate, dueDate);
  }
  const issued = await succeed(manager, 'issueInvoice', { id, expectedVersion: 4 });
  assert.deepEqual([issued.issueDate, issued.dueDate], ['2026-03-01', dueDate]);
  const { payment } = await settle(manager, 'recordPayment', { invoiceId: id, amount: '1' });
  assert.equal(payment.paidOn, '2026-03-01');
  const stored = await read(manager, id);
  assert.deepEqual([stored?.issueDate, stored?.dueDate], ['2026-03-01', dueDate]);
});

test('an invoice is overdue by the day of the seller, not by that of UTC', async () => {
  const { id } = await draftFor(billing.addCustomer(), { dueDate: '2026-03-01' });
  await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  assert.equal((await read(manager, id))?.isOverdue, false);
  billing.setNow('2026-03-02T08:00:00Z');
  assert.equal((await read(manager, id))?.isOverdue, true);
});

test('the document of a customer who moves after the issue stays as it was (PrestaShop #12394, invoiceninja #1117)', async () => {
  const customerId = billing.addCustomer();
  const { id } = await draftFor(customerId);
  const issued = await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  const customer = billing.customers.entities.get(customerId);
  assert.ok(customer);
  billing.customers.entities.set(customerId, { ...customer, displayName: 'Ada SARL', address: null });
  await settle(manager, 'recordPayment', { invoiceId: id, amount: '144.00' });
  assert.deepEqual((await read(manager, id))?.customerSnapshot, issued.customerSnapshot);
});

test('a form that is sent again with its key after a timeout makes one invoice (open-bank-oss #7172, opencompany PR #2136)', async () => {
  const customerId = billing.addCustomer();
  const input = { customerId, currency: 'EUR', lines: [freeLine], idempotencyKey: randomUUID() };
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => mutateInvoice(manager, 'createInvoice', input, 'id')),
  );
  const late = await mutateInvoice(manager, 'createInvoice', input, 'id');
  const ids = new Set([...answers, late].map(({ invoice }) => invoice?.id));
  assert.equal(ids.size, 1);
  const [row] = await billing.database.sql`
    select count(*)::int as stored from invoices where customer_id = ${customerId}`;
  assert.deepEqual({ ...row }, { stored: 1 });
});
