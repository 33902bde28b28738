import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { credit } from './testing/credit-calls.ts';
import { read, succeed } from './testing/invoice-calls.ts';
import { issueFor, movePayment, refuse, settle } from './testing/payment-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let customerId: string;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  customerId = billing.addCustomer();
});
after(() => billing.close());

interface VoidPayload extends TestRefusal {
  readonly invoice: {
    readonly status: string;
    readonly voidedAt: string | null;
    readonly number: string;
  } | null;
}

const makeVoid = (input: object): Promise<VoidPayload> =>
  callMutation(
    manager,
    'voidInvoice',
    { expectedVersion: 2, reason: 'Issued twice.', idempotencyKey: randomUUID(), ...input },
    'invoice { status voidedAt number balance { amount } } approval { id }',
  );

test('a void invoice keeps its number, which the next one does not get (odoo #11859, invoiceninja #2395)', async () => {
  const id = await issueFor(manager, customerId, '100.00');
  const number = (await read(manager, id))?.number ?? '';
  const { invoice, userErrors } = await makeVoid({ id });
  assert.deepEqual(userErrors, []);
  assert.deepEqual(
    [invoice?.status, invoice?.voidedAt, invoice?.number],
    ['VOID', '2026-03-01T12:00:00.000Z', number],
  );
  const next = await read(manager, await issueFor(manager, customerId, '1.00'));
  assert.equal(Number(next?.number?.slice(5)), Number(number.slice(5)) + 1);
});

test('nothing can be added to a void invoice (killbill #1464, PR #1502)', async () => {
  const id = await issueFor(manager, customerId, '100.00');
  await makeVoid({ id });
  assert.deepEqual(await refuse(manager, 'recordPayment', { invoiceId: id, amount: '1' }), {
    invoiceId: 'WRONG_STATE',
  });
  assert.deepEqual(codesOf(await makeVoid({ id, expectedVersion: 3 })), { id: 'WRONG_STATE' });
  const { data } = await manager<{
    invoice: { availableActions: string[]; derivedStatus: string; history: object };
  }>(
    'query ($id: ID!) { invoice(id: $id) { availableActions derivedStatus history(first: 1) { edges { node { kind reason } } } } }',
    { id },
  );
  assert.equal(data.invoice.derivedStatus, 'VOID');
  assert.ok(!data.invoice.availableActions.some((action) => /PAYMENT|REFUND|CREDIT|VOID/.test(action)));
  assert.deepEqual(data.invoice.history, { edges: [{ node: { kind: 'VOIDED', reason: 'Issued twice.' } }] });
});

test('an invoice that is paid or credited, even in part, is not made void', async () => {
  const paid = await issueFor(manager, customerId, '100.00');
  const { payment } = await settle(manager, 'recordPayment', { invoiceId: paid, amount: '30' });
  const { userErrors } = await makeVoid({ id: paid, expectedVersion: 3 });
  assert.deepEqual([userErrors[0]?.field, userErrors[0]?.code], [['id'], 'WRONG_STATE']);
  assert.match(userErrors[0]?.message ?? '', /30\.00 EUR is paid/);
  const credited = await issueFor(manager, customerId, '100.00');
  await credit(manager, { invoiceId: credited });
  assert.deepEqual(codesOf(await makeVoid({ id: credited, expectedVersion: 3 })), { id: 'WRONG_STATE' });
  await settle(manager, 'reversePayment', { paymentId: payment.id, reason: 'Wrong invoice.' });
  assert.equal((await makeVoid({ id: paid, expectedVersion: 4 })).invoice?.status, 'VOID');
});

test('what is wrong with an input is told at once; a draft and an id of nothing cannot be made void', async () => {
  const draft = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [] });
  assert.deepEqual(codesOf(await makeVoid({ id: draft.id, expectedVersion: 1, reason: ' ' })), {
    id: 'WRONG_STATE',
    reason: 'REQUIRED',
  });
  assert.deepEqual(codesOf(await makeVoid({ id: randomUUID(), reason: 'x'.repeat(501) })), {
    id: 'NOT_FOUND',
    reason: 'TOO_LONG',
  });
  const id = await issueFor(manager, customerId, '5.00');
  assert.deepEqual(codesOf(await makeVoid({ id, expectedVersion: 1 })), { expectedVersion: 'CONFLICT' });
});

test('an invoice of zero, which is paid when it is issued, can be made void', async () => {
  const id = await issueFor(manager, customerId, '0.00');
  assert.equal((await makeVoid({ id })).invoice?.status, 'VOID');
});

test('a repeated call with its key has the first answer', async () => {
  const input = { id: await issueFor(manager, customerId, '5.00'), idempotencyKey: 'void once' };
  assert.deepEqual(await makeVoid(input), await makeVoid(input));
});

test('of a payment and the voiding at the same time, one wins', async () => {
  for (let nth = 0; nth < 5; nth += 1) {
    const id = await issueFor(manager, customerId, '100.00');
    const [paid, ended] = await Promise.all([
      movePayment(manager, 'recordPayment', { invoiceId: id, amount: '1.00' }),
      makeVoid({ id }),
    ]);
    assert.notEqual(paid.payment === null, ended.invoice === null);
  }
});

test('an invoice with a credit note that comes to zero cannot become void, whoever writes', async () => {
  const line = { description: 'Work', quantity: '1', unitPrice: '10.00', taxRate: '20' };
  const gift = { ...line, allowances: [{ percent: '100', reason: 'Gift' }] };
  const draft = { customerId, currency: 'EUR', lines: [line, gift] };
  const { id } = await succeed(manager, 'createInvoice', draft);
  const { lines } = await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  const note = await credit(manager, { invoiceId: id, lines: [{ lineId: lines[1]?.id, quantity: '1' }] });
  assert.equal(note.total.amount, '0.00');
  const invoice = await read(manager, id);
  assert.deepEqual(invoice?.availableActions, ['RECORD_PAYMENT', 'CREDIT', 'DUPLICATE']);
  assert.deepEqual(codesOf(await makeVoid({ id, expectedVersion: invoice.version })), { id: 'WRONG_STATE' });
  const write = billing.database.sql`
    update billing.invoices set status = 'VOID', voided_at = now(), version = version + 1 where id = ${id}`;
  await assert.rejects(write, { code: '23514', message: /has credit notes/ });
});
