import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { freeLine, remove, succeed } from './testing/invoice-calls.ts';
import { issueFor, settle } from './testing/payment-calls.ts';
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

interface Page<Node> {
  edges: { node: Node; cursor: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  totalCount: number;
}
interface Entry {
  id: string;
  kind: string;
  occurredAt: string;
  actor: string;
  doneBy: { id: string };
  fields: string[];
  amount: { amount: string; currency: string } | null;
  reason: string | null;
  payment: {
    id: string;
    kind: string;
    reverses: { id: string } | null;
    reversedBy: { id: string } | null;
  } | null;
}

async function readHistory(id: string, args = '(first: 50)'): Promise<Page<Entry>> {
  const { data, errors } = await manager<{ invoice: { history: Page<Entry> } }>(
    `query ($id: ID!) { invoice(id: $id) { history${args} {
      totalCount pageInfo { hasNextPage hasPreviousPage } edges { cursor node {
        id kind occurredAt actor doneBy { id } fields amount { amount currency } reason
        payment { id kind reverses { id } reversedBy { id } } } } } } }`,
    { id },
  );
  assert.deepEqual(errors, []);
  return data.invoice.history;
}

test('the history tells who did what and when, the newest first', async () => {
  billing.setNow('2026-03-01T08:00:00Z');
  const draft = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine] });
  const change = { id: draft.id, expectedVersion: 1, note: 'Thanks', dueDate: null, lines: [freeLine] };
  await succeed(manager, 'updateInvoice', change);
  billing.setNow('2026-03-01T09:00:00Z');
  await succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 2 });
  const { payment } = await settle(manager, 'recordPayment', { invoiceId: draft.id, amount: '44.00' });
  const { payment: reversal } = await settle(manager, 'reversePayment', {
    paymentId: payment.id,
    reason: 'Wrong invoice.',
  });

  const { edges, totalCount } = await readHistory(draft.id);
  assert.equal(totalCount, 5);
  assert.deepEqual(
    edges.map(({ node }) => [node.kind, node.amount?.amount ?? null, node.reason, node.fields]),
    [
      ['PAYMENT_REVERSED', '-44.00', 'Wrong invoice.', []],
      ['PAYMENT_RECORDED', '44.00', null, []],
      ['ISSUED', null, null, []],
      ['UPDATED', null, null, ['lines', 'note']],
      ['CREATED', null, null, []],
    ],
  );
  const [first, second] = edges;
  assert.deepEqual(new Set(edges.map(({ node }) => node.actor)), new Set(['BILLING_MANAGER']));
  assert.ok(edges.every(({ node }) => node.doneBy.id === node.actor));
  assert.deepEqual(
    [edges.at(-1)?.node.occurredAt, first?.node.occurredAt],
    ['2026-03-01T08:00:00.000Z', '2026-03-01T09:00:00.000Z'],
  );
  assert.deepEqual(first?.node.payment, {
    id: reversal.id,
    kind: 'REVERSAL',
    reverses: { id: payment.id },
    reversedBy: null,
  });
  assert.deepEqual(second?.node.payment?.reversedBy, { id: reversal.id });
});

test('the history has pages in either direction', async () => {
  const id = await issueFor(manager, customerId, '10.00');
  for (let nth = 0; nth < 4; nth += 1) await settle(manager, 'recordPayment', { invoiceId: id, amount: '1' });
  const whole = (await readHistory(id)).edges.map(({ node }) => node.id);
  const kept: string[] = [];
  for (let after = ''; kept.length < whole.length; ) {
    const { edges } = await readHistory(id, `(first: 2${after && `, after: "${after}"`})`);
    kept.push(...edges.map(({ node }) => node.id));
    after = edges.at(-1)?.cursor ?? '';
  }
  assert.deepEqual(kept, whole);
  const { edges, pageInfo } = await readHistory(id, '(last: 2)');
  assert.deepEqual(
    edges.map(({ node }) => node.id),
    whole.slice(-2),
  );
  assert.deepEqual(pageInfo, { hasNextPage: false, hasPreviousPage: true });
});

test('the payments and histories of many invoices are read by one statement each', async () => {
  const ids = [await issueFor(manager, customerId, '9.00'), await issueFor(manager, customerId, '9.00')];
  for (const invoiceId of ids) await settle(manager, 'recordPayment', { invoiceId, amount: '2' });
  const statements = await billing.statementsDuring(async () => {
    const { data, errors } = await manager<{
      invoices: {
        edges: { node: { payments: Page<{ paidOn: string }>; history: Page<{ kind: string }> } }[];
      };
    }>(
      `query ($ids: [ID!]) { invoices(filter: { ids: $ids }) { edges { node {
        payments { totalCount edges { node { paidOn } } } history(first: 1) { edges { node { kind } } } } } } }`,
      { ids },
    );
    assert.deepEqual(errors, []);
    for (const { node } of data.invoices.edges) {
      assert.equal(node.payments.totalCount, 1);
      assert.deepEqual(
        node.history.edges.map(({ node: entry }) => entry.kind),
        ['PAYMENT_RECORDED'],
      );
    }
  });
  // The places of the page and its rows, the payments, their counts and the histories.
  assert.equal(statements.length, 5, statements.join('\n'));
});

test('the history of a deleted draft stays', async () => {
  const draft = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [] });
  await remove(manager, { id: draft.id, expectedVersion: 1 });
  const rows = await billing.database.sql`
    select kind from invoice_history where invoice_id = ${draft.id} order by position`;
  assert.deepEqual(
    rows.map((row) => row['kind']),
    ['CREATED', 'DELETED'],
  );
});
