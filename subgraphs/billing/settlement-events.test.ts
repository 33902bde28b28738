import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { callMutation } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { credit } from './testing/credit-calls.ts';
import { issueFor, movePayment, settle } from './testing/payment-calls.ts';
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

/** Takes the events that wait for the relay, each as its type with its amount. */
async function takeEvents(): Promise<string[]> {
  const rows = await billing.database.sql<{ type: string; amount: string }[]>`
    with taken as (delete from outbox where key = ${customerId} returning *)
    select headers ->> 'ce_type' as type, convert_from(value, 'UTF8')::jsonb ->> 'amount' as amount
    from taken order by position`;
  return rows.map(({ type, amount }) => `${type} ${amount}`);
}

test('every entry and the voiding of an invoice are announced once, repeated and refused calls never', async () => {
  const invoiceId = await issueFor(manager, customerId, '100.00');
  await takeEvents();
  const input = { invoiceId, amount: '100.00', idempotencyKey: 'announced once' };
  const { payment } = await settle(manager, 'recordPayment', input);
  await settle(manager, 'recordPayment', input);
  await movePayment(manager, 'recordPayment', { invoiceId, amount: '1.00' });
  await credit(manager, { invoiceId });
  const { payment: refund } = await settle(manager, 'recordRefund', { invoiceId, amount: '25' });
  await settle(manager, 'reversePayment', { paymentId: refund.id, reason: 'The account is closed.' });
  await settle(manager, 'reversePayment', { paymentId: payment.id, reason: 'It bounced.' });
  const other = await issueFor(manager, customerId, '7.00');
  await callMutation(
    manager,
    'voidInvoice',
    { id: other, expectedVersion: 2, reason: 'Issued twice.', idempotencyKey: randomUUID() },
    'invoice { id }',
  );

  const events = await takeEvents();
  assert.deepEqual(events, [
    'facturation.invoice.paid.v1 100.00',
    'facturation.invoice.credited.v1 100.00',
    'facturation.invoice.paid.v1 -25.00',
    'facturation.invoice.paid.v1 25.00',
    'facturation.invoice.paid.v1 -100.00',
    'facturation.invoice.issued.v1 7.00',
    'facturation.invoice.voided.v1 7.00',
  ]);
});
