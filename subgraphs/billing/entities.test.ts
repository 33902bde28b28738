import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { freeLine, succeed } from './testing/invoice-calls.ts';
import { type ListedPage, pageFields } from './testing/list-calls.ts';
import { insertPaymentRow } from './testing/payment-rows.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
const customerIds: string[] = [];
const productIds: string[] = [];
/** The invoices of each customer, newest first. */
const invoiceIds: string[][] = [];

// The first customer has no invoice, the fifth has four; of each customer's all but the newest are issued.
before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  for (let index = 0; index < 5; index += 1) {
    const customerId = billing.addCustomer();
    customerIds.push(customerId);
    productIds.push(billing.addProduct());
    const made: string[] = [];
    for (let count = 0; count < index; count += 1) made.unshift(await addInvoice(customerId, index, count));
    invoiceIds.push(made);
  }
  billing.setNow('2026-03-01T12:00:00Z');
});
after(() => billing.close());

async function addInvoice(customerId: string, index: number, count: number): Promise<string> {
  billing.setNow(`2026-02-1${index}T0${count}:00:00Z`);
  const { id } = await succeed(manager, 'createInvoice', {
    customerId,
    currency: 'EUR',
    lines: [{ productId: productIds[index], quantity: '1.5' }, freeLine],
  });
  const isNewest = count === index - 1;
  if (!isNewest) await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  return id;
}

interface Entities {
  readonly _entities: readonly ({
    invoices: ListedPage;
    invoicedQuantity: string;
    number: string | null;
  } | null)[];
}

function resolve(typename: string, ids: readonly string[], selection: string) {
  return manager<Entities>(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${typename} ${selection} } }`,
    { of: ids.map((id) => ({ __typename: typename, id })) },
  );
}

const idsOf = (answer: Entities) =>
  answer._entities.map((entity) => entity?.invoices.edges.map(({ node }) => node.id));

test('the invoices of many customers are read by one statement and counted by one more', async () => {
  const statements = await billing.statementsDuring(async () => {
    const { data, errors } = await resolve('Customer', customerIds, `{ id invoices { ${pageFields} } }`);
    assert.deepEqual(errors, []);
    assert.deepEqual(idsOf(data), invoiceIds);
    assert.deepEqual(
      data._entities.map((entity) => entity?.invoices.totalCount),
      [0, 1, 2, 3, 4],
    );
  });
  assert.equal(statements.length, 2, statements.join('\n'));
  const uncounted = await billing.statementsDuring(() =>
    resolve('Customer', customerIds, '{ invoices { edges { node { id number } } } }'),
  );
  assert.equal(uncounted.length, 1);
});

test('each customer has its own pages, in either direction', async () => {
  const newest = await resolve('Customer', customerIds, `{ invoices(first: 2) { ${pageFields} } }`);
  assert.deepEqual(
    idsOf(newest.data),
    invoiceIds.map((ids) => ids.slice(0, 2)),
  );
  assert.deepEqual(
    newest.data._entities.map((entity) => entity?.invoices.pageInfo.hasNextPage),
    [false, false, false, true, true],
  );
  const fifth = newest.data._entities[4]?.invoices.pageInfo;
  const next = await resolve(
    'Customer',
    customerIds.slice(4),
    `{ invoices(first: 2, after: "${fifth?.endCursor}") { ${pageFields} } }`,
  );
  assert.deepEqual(idsOf(next.data), [invoiceIds[4]?.slice(2)]);
  const oldest = await resolve('Customer', customerIds, `{ invoices(last: 1) { ${pageFields} } }`);
  assert.deepEqual(
    idsOf(oldest.data),
    invoiceIds.map((ids) => ids.slice(-1)),
  );
});

test('different arguments in one operation are kept apart', async () => {
  const { data } = await manager<{ _entities: { all: ListedPage; drafts: ListedPage; one: ListedPage }[] }>(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Customer {
      all: invoices { ${pageFields} }
      drafts: invoices(filter: { status: [DRAFT] }) { ${pageFields} }
      one: invoices(first: 1, filter: { status: [ISSUED] }) { ${pageFields} }
    } } }`,
    { of: [{ __typename: 'Customer', id: customerIds[3] }] },
  );
  const [entity] = data._entities;
  const [newest, ...issued] = invoiceIds[3] ?? [];
  assert.deepEqual(entity?.all.edges.length, 3);
  assert.deepEqual(
    entity?.drafts.edges.map(({ node }) => node.id),
    [newest],
  );
  assert.deepEqual(
    entity?.one.edges.map(({ node }) => node.id),
    issued.slice(0, 1),
  );
  assert.equal(entity?.one.totalCount, 2);
});

test('wrong arguments are refused at each customer', async () => {
  const { errors } = await resolve(
    'Customer',
    customerIds.slice(0, 2),
    '{ invoices(first: 101) { totalCount } }',
  );
  assert.deepEqual(
    errors.map(({ extensions }) => extensions?.['code']),
    ['BAD_USER_INPUT', 'BAD_USER_INPUT'],
  );
});

test('the invoiced quantities of many products are summed by one statement, without drafts', async () => {
  const statements = await billing.statementsDuring(async () => {
    const { data } = await resolve('Product', [...productIds, randomUUID()], '{ invoicedQuantity }');
    assert.deepEqual(
      data._entities.map((entity) => entity?.invoicedQuantity),
      ['0', '0', '1.5', '3', '4.5', '0'],
    );
  });
  assert.equal(statements.length, 1);
});

test('a void invoice does not count, a paid one does', async () => {
  const [, issued] = invoiceIds[2] ?? [];
  const quantity = async () =>
    (await resolve('Product', productIds.slice(2, 3), '{ invoicedQuantity }')).data._entities[0];
  await billing.database
    .sql`update invoices set status = 'VOID', voided_at = now(), version = version + 1 where id = ${issued ?? ''}`;
  assert.deepEqual(await quantity(), { invoicedQuantity: '0' });
  const [, paid] = invoiceIds[3] ?? [];
  await insertPaymentRow(billing.database.sql, { invoiceId: paid ?? '', amountMinor: 'total' });
  const [stored] = await billing.database.sql`select status from invoices where id = ${paid ?? ''}`;
  assert.equal(stored?.['status'], 'PAID');
  const { data } = await resolve('Product', productIds.slice(3, 4), '{ invoicedQuantity }');
  assert.equal(data._entities[0]?.invoicedQuantity, '3');
});

test('invoices by reference are read by one statement, in order, with null for unknown ones', async () => {
  const ids = invoiceIds.flat();
  const wanted = [...ids.toReversed(), randomUUID(), 'no id', ids[0] ?? ''];
  const statements = await billing.statementsDuring(async () => {
    const { data, errors } = await resolve('Invoice', wanted, '{ id number lines { id } }');
    assert.deepEqual(errors, []);
    assert.deepEqual(
      data._entities.map((entity) => entity && 'id' in entity && entity.id),
      wanted.map((id) => (ids.includes(id) ? id : null)),
    );
  });
  assert.equal(statements.length, 2);
});

test('invoices by number are read by one statement, in order, with null for unknown ones', async () => {
  const issued = invoiceIds.flatMap((ids) => ids.slice(1));
  const { data } = await resolve('Invoice', issued, '{ number }');
  const numbers = data._entities.map((entity) => entity?.number ?? '');
  const wanted = [...numbers.toReversed(), 'SIM-000001', 'a\u0000b', 7, numbers[0]];
  const statements = await billing.statementsDuring(async () => {
    const answer = await manager<Entities>(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Invoice { number id } } }',
      { of: wanted.map((number) => ({ __typename: 'Invoice', number })) },
    );
    assert.deepEqual(answer.errors, []);
    assert.deepEqual(
      answer.data._entities.map((entity) => entity?.number ?? null),
      [...numbers.toReversed(), null, null, null, numbers[0]],
    );
  });
  assert.equal(statements.length, 1);
});
