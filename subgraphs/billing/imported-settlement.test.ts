import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { v7 as uuid } from 'uuid';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { undoImport } from './testing/announced-totals.ts';
import { refuse, settle } from './testing/payment-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';
import { importChunk, importedInvoice } from './testing/test-import.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

/** Imports an invoice of 120.00 of a customer who is known by name only, and gives its id. */
async function bringIn(changes: Partial<ReturnType<typeof importedInvoice>> = {}, job = uuid()) {
  const invoice = importedInvoice({ ...changes });
  await importChunk(billing.database.sql, { invoices: [invoice], job });
  return invoice.id;
}

const makeVoid = (id: string, expectedVersion = 1) =>
  callMutation<TestRefusal & { invoice: { status: string } | null }>(
    manager,
    'voidInvoice',
    { id, expectedVersion, reason: 'Loaded by mistake.', idempotencyKey: randomUUID() },
    'invoice { status }',
  );

test('an imported invoice is paid in parts and refused above its balance like our own', async () => {
  const invoiceId = await bringIn();
  const { invoice } = await settle(manager, 'recordPayment', { invoiceId, amount: '100' });
  assert.deepEqual([invoice.derivedStatus, invoice.balance.amount], ['PARTIALLY_PAID', '20.00']);
  assert.deepEqual(await refuse(manager, 'recordPayment', { invoiceId, amount: '20.01' }), {
    amount: 'OUT_OF_RANGE',
  });
  assert.equal((await settle(manager, 'recordPayment', { invoiceId, amount: '20' })).invoice.status, 'PAID');
});

test('an imported invoice is made void while nothing is paid', async () => {
  const id = await bringIn();
  assert.equal((await makeVoid(id)).invoice?.status, 'VOID');
  assert.deepEqual(await refuse(manager, 'recordPayment', { invoiceId: id, amount: '1' }), {
    invoiceId: 'WRONG_STATE',
  });
});

test('one that was paid elsewhere has no balance, and nothing of it is paid, refunded, reversed or void here', async () => {
  const id = await bringIn();
  await billing.database.sql`update invoices set status = 'PAID', version = 2 where id = ${id}`;
  for (const name of ['recordPayment', 'recordRefund'] as const)
    assert.deepEqual(await refuse(manager, name, { invoiceId: id, amount: '1' }), {
      invoiceId: 'WRONG_STATE',
    });
  assert.deepEqual(codesOf(await makeVoid(id, 2)), { id: 'WRONG_STATE' });
});

test('an imported credit note asks for nothing and takes nothing', async () => {
  const id = await bringIn({ is_credit_note: true, net_minor: -12_000, tax_minor: -2_400 });
  assert.deepEqual(await refuse(manager, 'recordPayment', { invoiceId: id, amount: '1' }), {
    invoiceId: 'WRONG_STATE',
  });
  assert.deepEqual(codesOf(await makeVoid(id)), { id: 'WRONG_STATE' });
});

test('an undo of the import keeps an invoice with a payment', async () => {
  const job = uuid();
  const invoiceId = await bringIn({}, job);
  await settle(manager, 'recordPayment', { invoiceId, amount: '1' });
  await undoImport(billing.database.sql, job);
  const rows = await billing.database.sql`select status from invoices where id = ${invoiceId}`;
  assert.deepEqual(
    rows.map((row) => row['status']),
    ['ISSUED'],
  );
});
