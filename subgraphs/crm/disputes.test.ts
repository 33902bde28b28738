import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { codesOf } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { disputeClosed, disputeOpened } from '#schema/work-events/request-events.ts';
import { listIds, mutateRequest, openRequest, succeed } from './testing/request-calls.ts';
import { startTestCrm, type TestCrm } from './testing/test-crm.ts';

let crm: TestCrm;
let keeper: GraphqlClient;
let biller: GraphqlClient;

before(async () => {
  crm = await startTestCrm();
  keeper = await crm.signIn('kim', 'CUSTOMER_MANAGER');
  biller = await crm.signIn('bill', 'BILLING_MANAGER');
});
after(() => crm.close());

const openDispute = (client: GraphqlClient, input: object) =>
  openRequest(client, { kind: 'DISPUTE', title: 'Wrong price', ...input });

async function readWorkEvents() {
  const rows = await crm.database.sql<{ value: Buffer; headers: string }[]>`
    select value, headers::text as headers from work_outbox order by position`;
  return rows.map(({ value, headers }) => ({
    value,
    headers: JSON.parse(headers) as Record<string, string>,
  }));
}

test('a dispute takes number and customer of its invoice, and an amount up to the total', async () => {
  const customerId = crm.addCustomer();
  const invoiceId = crm.addInvoice({ number: '2026-000777', customer: { id: customerId } });
  const dispute = await openDispute(biller, { invoiceId, disputedAmount: '100' });
  assert.deepEqual(
    [dispute.invoiceNumber, dispute.customer, dispute.disputedAmount],
    ['2026-000777', { id: customerId }, { amount: '100.00', currency: 'EUR' }],
  );
});

const wrong: readonly (readonly [string, string, () => object, Record<string, string>])[] = [
  ['without an invoice', 'DISPUTE', () => ({}), { invoiceId: 'REQUIRED' }],
  [
    'about an invoice that is not there',
    'DISPUTE',
    () => ({ invoiceId: randomUUID() }),
    { invoiceId: 'NOT_FOUND' },
  ],
  [
    'about a draft',
    'DISPUTE',
    () => ({ invoiceId: crm.addInvoice({ status: 'DRAFT' }) }),
    { invoiceId: 'WRONG_STATE' },
  ],
  [
    'about a credit note',
    'DISPUTE',
    () => ({ invoiceId: crm.addInvoice({ kind: 'CREDIT_NOTE' }) }),
    { invoiceId: 'WRONG_STATE' },
  ],
  [
    'of more than the total',
    'DISPUTE',
    () => ({ invoiceId: crm.addInvoice(), disputedAmount: '100.01' }),
    { disputedAmount: 'OUT_OF_RANGE' },
  ],
  [
    'of nothing',
    'DISPUTE',
    () => ({ invoiceId: crm.addInvoice(), disputedAmount: '0' }),
    { disputedAmount: 'OUT_OF_RANGE' },
  ],
  [
    'of a part of a cent',
    'DISPUTE',
    () => ({ invoiceId: crm.addInvoice(), disputedAmount: '0.001' }),
    { disputedAmount: 'OUT_OF_RANGE' },
  ],
  ['of another kind', 'COMPLAINT', () => ({ invoiceId: crm.addInvoice() }), { kind: 'NOT_ALLOWED' }],
];
for (const [what, kind, more, codes] of wrong)
  test(`a billing manager opens no request ${what}`, async () => {
    const input = { kind, title: 'Wrong', idempotencyKey: randomUUID(), ...more() };
    assert.deepEqual(codesOf(await mutateRequest(biller, 'createRequest', input)), codes);
  });

test('whoever may not read invoices names none', async () => {
  const input = { kind: 'DISPUTE', title: 'x', invoiceId: crm.addInvoice(), idempotencyKey: randomUUID() };
  assert.deepEqual(codesOf(await mutateRequest(keeper, 'createRequest', input)), {
    invoiceId: 'NOT_ALLOWED',
  });
});

test('a billing manager sees disputes alone, a customer manager all requests', async () => {
  const customerId = crm.addCustomer();
  const invoiceId = crm.addInvoice({ customer: { id: customerId } });
  const dispute = await openDispute(biller, { invoiceId });
  const task = await openRequest(keeper, { customerId });
  const args = `filter: { customerId: "${customerId}" } orderBy: { field: CREATED_AT }`;
  assert.deepEqual(await listIds(biller, args), [dispute.id]);
  assert.deepEqual((await listIds(keeper, args)).toSorted(), [dispute.id, task.id].toSorted());
  const one = `{ request(id: "${task.id}") { id } }`;
  assert.deepEqual((await biller(one)).data, { request: null });
  const input = { id: task.id, expectedVersion: 1 };
  for (const [name, more] of [
    ['closeRequest', {}],
    ['updateRequest', { title: 'Mine' }],
    ['assignRequest', {}],
  ] as const)
    assert.deepEqual(codesOf(await mutateRequest(biller, name, { ...input, ...more })), { id: 'NOT_FOUND' });
  const representations = [{ __typename: 'CustomerRequest', id: task.id }];
  const asked = await biller(
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on CustomerRequest { title } } }',
    { of: representations },
  );
  assert.deepEqual(asked.data, { _entities: [null] });
});

test('an invoice is disputed while a dispute about it is open; many invoices take one statement', async () => {
  const ids = Array.from({ length: 20 }, () => crm.addInvoice());
  const [disputed = '', settled = ''] = ids;
  await openDispute(biller, { invoiceId: disputed });
  const { id } = await openDispute(biller, { invoiceId: settled });
  const refused = await mutateRequest(biller, 'closeRequest', { id, expectedVersion: 1 });
  assert.deepEqual(codesOf(refused), { outcome: 'REQUIRED' });
  await succeed(biller, 'closeRequest', { id, expectedVersion: 1, outcome: 'The price was right.' });
  const query =
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Invoice { id isDisputed } } }';
  const of = ids.map((invoiceId) => ({ __typename: 'Invoice', id: invoiceId }));
  let answer: Awaited<ReturnType<typeof biller>> | undefined;
  const statements = await crm.statementsDuring(async () => {
    answer = await biller(query, { of });
  });
  assert.equal(statements.length, 1);
  const entities = ids.map((invoiceId) => ({ id: invoiceId, isDisputed: invoiceId === disputed }));
  assert.deepEqual(answer?.data, { _entities: entities });
  const asked = await biller('query ($ids: [ID!]!) { disputedInvoices(invoiceIds: $ids) }', {
    ids: [settled, 'no-id', disputed.toUpperCase()],
  });
  assert.deepEqual(asked.data, { disputedInvoices: [disputed.toUpperCase()] });
  const service = await crm.as('CORRESPONDENT');
  const told = await service(`{ disputedInvoices(invoiceIds: ["${settled}", "${disputed}"]) }`);
  assert.deepEqual(told.data, { disputedInvoices: [disputed] });
  const closed = await service('{ requests { totalCount } }');
  assert.equal(closed.data.requests, null);
});

test('the requests of many invoices and customers take one statement for each list', async () => {
  const customerId = crm.addCustomer();
  const invoices = Array.from({ length: 8 }, () => crm.addInvoice({ customer: { id: customerId } }));
  for (const invoiceId of invoices) await openDispute(biller, { invoiceId });
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
    ... on Invoice { requests(first: 1) { edges { node { id } } } }
    ... on Customer { requests(first: 3) { edges { node { id } } pageInfo { hasNextPage } } } } }`;
  const of = [
    ...invoices.map((id) => ({ __typename: 'Invoice', id })),
    { __typename: 'Customer', id: customerId },
  ];
  const statements = await crm.statementsDuring(() => biller(query, { of }));
  assert.equal(statements.length, 2);
});

test('an opened dispute tells billing managers, a closed one its author', async () => {
  await crm.database.sql`delete from work_outbox`;
  const invoiceId = crm.addInvoice();
  const { id, reference } = await openDispute(biller, { invoiceId });
  await succeed(keeper, 'closeRequest', { id, expectedVersion: 1, outcome: 'Credited.' });
  const [opened, closed, ...more] = await readWorkEvents();
  assert.ok(opened && closed);
  assert.deepEqual(more, []);
  const members = { requestId: id, reference, invoiceId, openedBy: crm.personOf('bill') };
  const at = '2026-03-01T12:00:00.000Z';
  assert.deepEqual(JSON.parse(String(opened.value)), { ...members, openedAt: at });
  const end = { ...members, closedBy: crm.personOf('kim'), closedAt: at };
  assert.deepEqual(JSON.parse(String(closed.value)), end);
  assert.deepEqual(
    [disputeOpened.decode(opened).kind, disputeClosed.decode(closed).kind],
    ['event', 'event'],
  );
});
