import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { issueFor, refuse, settle } from './testing/payment-calls.ts';
import { insertPaymentRow } from './testing/payment-rows.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let second: GraphqlClient;
let customerId: string;

before(async () => {
  billing = await startTestBilling({ approvals: { limits: 'EUR:1000,JPY:1000' } });
  manager = await billing.as('BILLING_MANAGER');
  // Another subject with the same role.
  second = await billing.as('USER', 'BILLING_MANAGER');
  customerId = billing.addCustomer();
});
after(() => billing.close());

interface TestApproval {
  readonly id: string;
  readonly status: string;
  readonly action: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly requestedBy: string;
  readonly decidedBy: string | null;
  readonly rejectionReason: string | null;
  readonly resultId: string | null;
  readonly canApprove: boolean;
  readonly canReject: boolean;
  readonly invoice: { readonly id: string; readonly status: string };
}
interface Waiting extends TestRefusal {
  readonly approval: TestApproval | null;
  readonly invoice?: { readonly id: string; readonly status: string } | null;
  readonly payment?: { readonly id: string } | null;
}

const approvalFields =
  'id status action amount { amount currency } requestedBy decidedBy rejectionReason resultId canApprove canReject invoice { id status }';

const makeVoid = (id: string, changes: object = {}): Promise<Waiting> =>
  callMutation(
    manager,
    'voidInvoice',
    { id, expectedVersion: 2, reason: 'Issued twice.', idempotencyKey: randomUUID(), ...changes },
    `approval { ${approvalFields} } invoice { id status }`,
  );
const reverse = (paymentId: string): Promise<Waiting> =>
  callMutation(
    manager,
    'reversePayment',
    { paymentId, reason: 'It bounced.', idempotencyKey: randomUUID() },
    `payment { id } approval { ${approvalFields} } invoice { id status }`,
  );
const decide = (client: GraphqlClient, name: 'approve' | 'reject', input: object): Promise<Waiting> =>
  callMutation(client, name, input, `approval { ${approvalFields} }`);

async function requestVoid(price = '1000.01'): Promise<{ id: string; approval: TestApproval }> {
  const id = await issueFor(manager, customerId, price);
  const { approval, userErrors } = await makeVoid(id);
  assert.deepEqual(userErrors, []);
  assert.ok(approval);
  return { id, approval };
}

test('an action at the limit is done at once; one above waits, and the invoice stays as it is', async () => {
  const small = await makeVoid(await issueFor(manager, customerId, '1000.00'));
  assert.deepEqual([small.approval, small.invoice?.status], [null, 'VOID']);
  const { approval } = await requestVoid();
  assert.deepEqual(
    [approval.status, approval.action, approval.invoice.status],
    ['PENDING', 'VOID', 'ISSUED'],
  );
  assert.deepEqual(approval.amount, { amount: '1000.01', currency: 'EUR' });
  assert.deepEqual(
    [approval.requestedBy, approval.canApprove, approval.canReject],
    ['BILLING_MANAGER', false, true],
  );
});

test('an amount in a currency without a limit waits', async () => {
  const id = await issueFor(manager, customerId, '1.00', { currency: 'USD' });
  assert.equal((await makeVoid(id)).approval?.status, 'PENDING');
});

test('a second person approves, and then the action is done, once', async () => {
  const { id, approval } = await requestVoid();
  const first = await decide(second, 'approve', { id: approval.id });
  assert.deepEqual(
    [first.approval?.status, first.approval?.decidedBy, first.approval?.resultId],
    ['APPROVED', 'USER', id],
  );
  assert.equal(first.approval?.invoice.status, 'VOID');
  assert.deepEqual(await decide(second, 'approve', { id: approval.id }), first);
  assert.deepEqual(codesOf(await decide(second, 'reject', { id: approval.id, reason: 'r' })), {
    id: 'WRONG_STATE',
  });
  const { data } = await manager<{ invoice: { history: { edges: { node: object }[] } } }>(
    'query ($id: ID!) { invoice(id: $id) { history(first: 3) { edges { node { kind actor reason approval { id } } } } } }',
    { id },
  );
  const about = { approval: { id: approval.id } };
  assert.deepEqual(
    data.invoice.history.edges.map(({ node }) => node),
    [
      { kind: 'VOIDED', actor: 'USER', reason: 'Issued twice.', approval: null },
      { kind: 'APPROVED', actor: 'USER', reason: null, ...about },
      { kind: 'APPROVAL_REQUESTED', actor: 'BILLING_MANAGER', reason: 'Issued twice.', ...about },
    ],
  );
});

test('nobody approves their own request, but may take it back', async () => {
  const { id, approval } = await requestVoid();
  assert.deepEqual(codesOf(await decide(manager, 'approve', { id: approval.id })), { id: 'NOT_ALLOWED' });
  const taken = await decide(manager, 'reject', { id: approval.id, reason: 'A mistake.' });
  assert.deepEqual([taken.approval?.status, taken.approval?.rejectionReason], ['REJECTED', 'A mistake.']);
  assert.equal((await makeVoid(id, { expectedVersion: 4 })).approval?.status, 'PENDING');
});

test('a rejection needs a reason, and leaves the invoice as it was', async () => {
  const { id, approval } = await requestVoid();
  assert.deepEqual(codesOf(await decide(second, 'reject', { id: approval.id, reason: ' ' })), {
    reason: 'REQUIRED',
  });
  const { approval: rejected } = await decide(second, 'reject', { id: approval.id, reason: 'Credit it.' });
  assert.deepEqual([rejected?.status, rejected?.invoice.status], ['REJECTED', 'ISSUED']);
  assert.equal(
    (await settle(manager, 'recordPayment', { invoiceId: id, amount: '1' })).invoice.status,
    'ISSUED',
  );
  assert.deepEqual(codesOf(await decide(second, 'approve', { id: approval.id })), { id: 'WRONG_STATE' });
});

test('while a request waits, conflicting actions are refused and say why', async () => {
  const { id } = await requestVoid();
  assert.deepEqual(await refuse(manager, 'recordPayment', { invoiceId: id, amount: '1' }), {
    invoiceId: 'WRONG_STATE',
  });
  assert.deepEqual(codesOf(await makeVoid(id, { expectedVersion: 3 })), { id: 'WRONG_STATE' });
  const { data } = await manager<{
    invoice: {
      pendingApproval: { status: string } | null;
      actions: { action: string; isAvailable: boolean; reason: string | null }[];
    };
  }>(
    'query ($id: ID!) { invoice(id: $id) { pendingApproval { status } actions { action isAvailable reason } } }',
    { id },
  );
  assert.deepEqual(data.invoice.pendingApproval, { status: 'PENDING' });
  const voiding = data.invoice.actions.find(({ action }) => action === 'VOID');
  assert.deepEqual([voiding?.isAvailable, /waits for approval/.test(voiding?.reason ?? '')], [false, true]);
});

test('an approval checks everything again, and the request goes on waiting if the action is not possible', async () => {
  const { id, approval } = await requestVoid();
  // A payment of a bank statement, which does not wait for anybody.
  await insertPaymentRow(billing.database.sql, { invoiceId: id, amountMinor: 100n });
  const { userErrors } = await decide(second, 'approve', { id: approval.id });
  assert.deepEqual(
    userErrors.map(({ field, code }) => [...field, code]),
    [['id', 'WRONG_STATE']],
  );
  assert.match(userErrors[0]?.message ?? '', /1\.00 EUR is paid/);
  const { data } = await manager<{
    approval: { status: string; invoice: { pendingApproval: object | null } };
  }>('query ($id: ID!) { approval(id: $id) { status invoice { pendingApproval { id } } } }', {
    id: approval.id,
  });
  assert.deepEqual(data.approval, { status: 'PENDING', invoice: { pendingApproval: { id: approval.id } } });
});

test('a reversal above the limit waits, and its counter-entry is recorded by whoever approves', async () => {
  const invoiceId = await issueFor(manager, customerId, '2000.00');
  const { payment } = await settle(manager, 'recordPayment', { invoiceId, amount: '2000' });
  const waiting = await reverse(payment.id);
  assert.deepEqual(
    [waiting.payment, waiting.invoice?.status, waiting.approval?.amount.amount],
    [null, 'PAID', '2000.00'],
  );
  const { approval } = await decide(second, 'approve', { id: waiting.approval?.id });
  assert.deepEqual([approval?.status, approval?.invoice.status], ['APPROVED', 'ISSUED']);
  const [row] = await billing.database
    .sql`select recorded_by, note from payments where id = ${approval?.resultId ?? ''}`;
  assert.deepEqual({ ...row }, { recorded_by: 'USER', note: 'It bounced.' });
});

test('small reversals of one invoice count together, and those of another do not', async () => {
  const pay = async (invoiceId: string, amount: string) =>
    (await settle(manager, 'recordPayment', { invoiceId, amount })).payment.id;
  const invoiceId = await issueFor(manager, customerId, '3000.00');
  const payments = [await pay(invoiceId, '600'), await pay(invoiceId, '400'), await pay(invoiceId, '0.01')];
  const answers: Waiting[] = [];
  for (const id of payments) answers.push(await reverse(id));
  assert.deepEqual(
    answers.map(({ payment, approval }) => [payment !== null, approval?.status]),
    [
      [true, undefined],
      [true, undefined],
      [false, 'PENDING'],
    ],
  );
  const other = await issueFor(manager, customerId, '1000.00');
  assert.equal((await reverse(await pay(other, '1000'))).approval, null);
});

test('of concurrent decisions one counts', async () => {
  const third = await billing.as('ADMIN', 'BILLING_MANAGER');
  for (let nth = 0; nth < 4; nth += 1) {
    const { id, approval } = await requestVoid();
    const answers = await Promise.all([
      decide(second, 'approve', { id: approval.id }),
      decide(third, 'approve', { id: approval.id }),
      decide(second, 'reject', { id: approval.id, reason: 'No.' }),
      decide(third, 'reject', { id: approval.id, reason: 'No.' }),
    ]);
    assert.equal(answers.filter(({ approval: decided }) => decided !== null).length, 1);
    const kinds = await billing.database.sql`
      select kind from invoice_history where invoice_id = ${id} and kind in ('APPROVED', 'REJECTED', 'VOIDED')`;
    const [first] = kinds.map((row) => row['kind']);
    assert.equal(kinds.length, first === 'REJECTED' ? 1 : 2);
  }
});

test('of concurrent requests for one invoice one waits', async () => {
  const id = await issueFor(manager, customerId, '5000.00');
  const answers = await Promise.all(Array.from({ length: 5 }, () => makeVoid(id)));
  assert.equal(answers.filter(({ approval }) => approval !== null).length, 1);
});

test('a repeated request with its key has the first answer', async () => {
  const id = await issueFor(manager, customerId, '5000.00');
  const key = { idempotencyKey: 'waits once' };
  assert.equal((await makeVoid(id, key)).approval?.id, (await makeVoid(id, key)).approval?.id);
});

test('the queue is read page by page, by status, action and invoice, and the policy tells the limits', async () => {
  const { id, approval } = await requestVoid();
  const list = async (args: string) => {
    const { data, errors } = await manager<{
      approvals: { totalCount: number; edges: { cursor: string; node: { id: string } }[] };
    }>(`{ approvals(${args}) { totalCount edges { cursor node { id } } } }`);
    assert.deepEqual(errors, []);
    return data.approvals;
  };
  const ofInvoice = await list(`filter: { invoiceId: "${id}", status: [PENDING], action: VOID }`);
  assert.deepEqual([ofInvoice.totalCount, ofInvoice.edges[0]?.node.id], [1, approval.id]);
  assert.equal((await list(`filter: { invoiceId: "${id}", status: [APPROVED] }`)).totalCount, 0);
  assert.equal((await list('filter: { invoiceId: "x" }')).totalCount, 0);
  const [first] = (await list('first: 1')).edges;
  const all = await list('first: 100');
  assert.equal((await list(`first: 1, after: "${first?.cursor}"`)).edges[0]?.node.id, all.edges[1]?.node.id);
  const { data } = await manager('{ approvalPolicy { limits { amount currency } approverRole isApprover } }');
  assert.deepEqual(data, {
    approvalPolicy: {
      limits: [
        { amount: '1000.00', currency: 'EUR' },
        { amount: '1000', currency: 'JPY' },
      ],
      approverRole: 'BILLING_MANAGER',
      isApprover: true,
    },
  });
});

test('ids of nothing are not found', async () => {
  for (const id of [randomUUID(), 'x']) {
    assert.deepEqual(codesOf(await decide(second, 'approve', { id })), { id: 'NOT_FOUND' });
    assert.deepEqual(codesOf(await decide(second, 'reject', { id, reason: 'r' })), { id: 'NOT_FOUND' });
    const { data } = await manager('query ($id: ID!) { approval(id: $id) { id } }', { id });
    assert.deepEqual(data, { approval: null });
  }
});

test('where ADMIN approves, a second manager does not', async () => {
  const strict = await startTestBilling({ approvals: { limits: 'EUR:0', approverRole: 'ADMIN' } });
  try {
    const requester = await strict.as('BILLING_MANAGER');
    const id = await issueFor(requester, strict.addCustomer(), '1.00');
    const { approval } = await callMutation<Waiting>(
      requester,
      'voidInvoice',
      { id, expectedVersion: 2, reason: 'r', idempotencyKey: randomUUID() },
      'approval { id }',
    );
    const manager2 = await strict.as('USER', 'BILLING_MANAGER');
    assert.deepEqual(codesOf(await decide(manager2, 'approve', { id: approval?.id })), { id: 'NOT_ALLOWED' });
    assert.deepEqual(codesOf(await decide(manager2, 'reject', { id: approval?.id, reason: 'r' })), {
      id: 'NOT_ALLOWED',
    });
    const admin = await strict.as('ADMIN', 'BILLING_MANAGER');
    assert.equal((await decide(admin, 'approve', { id: approval?.id })).approval?.status, 'APPROVED');
  } finally {
    await strict.close();
  }
});
