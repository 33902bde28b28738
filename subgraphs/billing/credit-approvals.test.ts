import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { callCredit, credit, failToCredit, readCredited } from './testing/credit-calls.ts';
import { issueFor } from './testing/payment-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let second: GraphqlClient;
let customerId: string;

before(async () => {
  billing = await startTestBilling({ approvals: { limits: 'EUR:100' } });
  manager = await billing.as('BILLING_MANAGER');
  // Another subject with the same role.
  second = await billing.as('USER', 'BILLING_MANAGER');
  customerId = billing.addCustomer();
});
after(() => billing.close());

interface Decision extends TestRefusal {
  readonly approval: { readonly status: string; readonly resultId: string | null } | null;
}

const decide = (client: GraphqlClient, name: 'approve' | 'reject', input: object) =>
  callMutation<Decision>(client, name, input, 'approval { status resultId }');

/** Requests a credit of the whole invoice, which is above the limit, and gives the id of the request. */
async function request(invoiceId: string): Promise<string> {
  const { creditNote, approval, userErrors } = await callCredit(manager, { invoiceId });
  assert.deepEqual([userErrors, creditNote], [[], null]);
  assert.ok(approval);
  assert.equal(approval.status, 'PENDING');
  return approval.id;
}

test('a credit up to the limit is made at once; one above takes no number until another person approves it', async () => {
  const small = await credit(manager, { invoiceId: await issueFor(manager, customerId, '100.00') });
  assert.equal(small.number, 'CN-2026-000001');
  const invoiceId = await issueFor(manager, customerId, '100.01');
  const id = await request(invoiceId);
  const waiting = await readCredited(manager, invoiceId);
  assert.deepEqual([waiting.creditedTotal.amount, waiting.creditNotes.totalCount], ['0.00', 0]);
  assert.deepEqual(await failToCredit(manager, { invoiceId }), { invoiceId: 'WRONG_STATE' });
  assert.equal((await decide(manager, 'approve', { id })).userErrors[0]?.code, 'NOT_ALLOWED');

  const { approval, userErrors } = await decide(second, 'approve', { id });
  assert.deepEqual([userErrors, approval?.status], [[], 'APPROVED']);
  const note = await readCredited(manager, approval?.resultId ?? '');
  assert.deepEqual([note.number, note.total.amount, note.note], ['CN-2026-000002', '-100.01', 'Returned']);
  assert.equal(note.creditedInvoice?.id, invoiceId);
  assert.equal((await readCredited(manager, invoiceId)).status, 'PAID');
});

test('small credits of one invoice count together, until one of them is approved', async () => {
  const invoiceId = await issueFor(manager, customerId, '250.00');
  const lineId = (await readCredited(manager, invoiceId)).lines[0]?.id ?? '';
  const creditFifth = () => callCredit(manager, { invoiceId, lines: [{ lineId, quantity: '0.2' }] });
  assert.ok((await creditFifth()).creditNote);
  assert.ok((await creditFifth()).creditNote);
  const third = await creditFifth();
  assert.deepEqual([third.creditNote, third.approval?.status], [null, 'PENDING']);
  await decide(second, 'approve', { id: third.approval?.id });
  // Nobody approved the first two, which come to the limit.
  assert.equal((await creditFifth()).approval?.status, 'PENDING');
  const other = await issueFor(manager, customerId, '50.00');
  assert.ok((await callCredit(manager, { invoiceId: other })).creditNote);
});

test('a rejected credit leaves the invoice as it was, and it can be credited again', async () => {
  const invoiceId = await issueFor(manager, customerId, '200.00');
  const id = await request(invoiceId);
  const { userErrors } = await decide(second, 'reject', { id, reason: 'Nothing came back' });
  assert.deepEqual(userErrors, []);
  assert.equal((await readCredited(manager, invoiceId)).balance.amount, '200.00');
  await request(invoiceId);
});

test('a credit that waits is repeated by its key without a second request', async () => {
  const invoiceId = await issueFor(manager, customerId, '300.00');
  const input = { invoiceId, idempotencyKey: 'waits' };
  const [first, again] = [await callCredit(manager, input), await callCredit(manager, input)];
  assert.ok(first.approval);
  assert.equal(again.approval?.id, first.approval.id);
});
