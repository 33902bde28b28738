import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { callCredit } from './testing/credit-calls.ts';
import { issueFor } from './testing/payment-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

const approvals = { limits: 'EUR:1' };
/** More than the connections of a process. */
const requestCount = 15;

let billing: TestBilling;
let fresh: TestBilling;

before(async () => {
  billing = await startTestBilling({ approvals });
  fresh = await startTestBilling({ approvals, databaseUrl: billing.databaseUrl });
});
after(async () => {
  await fresh.close();
  await billing.close();
});

test('a process whose first calls are many approvals of credits answers them all', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const customerId = billing.addCustomer();
  const ids: string[] = [];
  for (let nth = 0; nth < requestCount; nth += 1) {
    const invoiceId = await issueFor(manager, customerId, '10.00');
    const { approval } = await callCredit(manager, { invoiceId }, 'id');
    assert.ok(approval);
    ids.push(approval.id);
  }
  const second = await fresh.as('USER', 'BILLING_MANAGER');
  type Approved = TestRefusal & { readonly approval: { readonly status: string } | null };
  const answers = await Promise.all(
    ids.map((id) => callMutation<Approved>(second, 'approve', { id }, 'approval { status }')),
  );
  for (const { approval, userErrors } of answers)
    assert.deepEqual([approval?.status, userErrors], ['APPROVED', []]);
});
