import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { approvalDecided, approvalRequested } from '#schema/work-events/approval-events.ts';
import { issueFor } from '../testing/payment-calls.ts';
import { insertPaymentRow } from '../testing/payment-rows.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let second: GraphqlClient;

before(async () => {
  billing = await startTestBilling({ approvals: { limits: 'EUR:100' } });
  manager = await billing.as('BILLING_MANAGER');
  second = await billing.as('USER', 'BILLING_MANAGER');
});
after(() => billing.close());

interface WithApproval extends TestRefusal {
  readonly approval: { readonly id: string } | null;
}

async function requestVoid(): Promise<{ invoiceId: string; approvalId: string }> {
  const invoiceId = await issueFor(manager, billing.addCustomer(), '100.01');
  const input = { id: invoiceId, expectedVersion: 2, reason: 'Twice.', idempotencyKey: randomUUID() };
  const { approval } = await callMutation<WithApproval>(manager, 'voidInvoice', input, 'approval { id }');
  assert.ok(approval);
  return { invoiceId, approvalId: approval.id };
}

/** The events about an invoice, in the order in which the relay sends them. */
async function eventsOf(invoiceId: string): Promise<object[]> {
  const rows = await billing.database.sql<{ value: Buffer; headers: string }[]>`
    select value, headers::text as headers from work_outbox where key = ${invoiceId} order by position`;
  return rows.map(({ value, headers: text }) => {
    const headers = JSON.parse(text) as Record<string, string>;
    const type = headers['ce_type'] === approvalRequested.type ? approvalRequested : approvalDecided;
    const decoded = type.decode({ headers, value });
    assert.ok(decoded.kind === 'event', JSON.stringify(decoded));
    return decoded.event;
  });
}

test('a request and its approval are told once each, with who asked, who decided and who may', async () => {
  const { invoiceId, approvalId } = await requestVoid();
  await callMutation(second, 'approve', { id: approvalId }, 'approval { id }');
  await callMutation(second, 'approve', { id: approvalId }, 'approval { id }');
  const [row] = await billing.database.sql`select number from invoices where id = ${invoiceId}`;
  const [by] = await billing.database
    .sql`select requested_by, decided_by from approvals where id = ${approvalId}`;
  const about = {
    approvalId,
    action: 'VOID',
    invoiceId,
    invoiceNumber: row?.['number'],
    amount: '100.01',
    currency: 'EUR',
    requestedBy: by?.['requested_by'],
  };
  const at = '2026-03-01T12:00:00.000Z';
  assert.deepEqual(await eventsOf(invoiceId), [
    { ...about, approverRole: 'BILLING_MANAGER', requestedAt: at },
    { ...about, decision: 'APPROVED', decidedBy: by?.['decided_by'], decidedAt: at },
  ]);
});

test('a rejection is told without its reason, which a person typed in', async () => {
  const { invoiceId, approvalId } = await requestVoid();
  await callMutation(second, 'reject', { id: approvalId, reason: 'A secret reason.' }, 'approval { id }');
  const [, decided] = await eventsOf(invoiceId);
  assert.equal((decided as { decision?: string }).decision, 'REJECTED');
  assert.doesNotMatch(JSON.stringify(decided), /secret/);
});

test('an action that fails at its approval is told by no event', async () => {
  const { invoiceId, approvalId } = await requestVoid();
  await insertPaymentRow(billing.database.sql, { invoiceId, amountMinor: 100n });
  const refused = await callMutation(second, 'approve', { id: approvalId }, 'approval { id }');
  assert.equal(refused.userErrors[0]?.code, 'WRONG_STATE');
  assert.equal((await eventsOf(invoiceId)).length, 1);
});
