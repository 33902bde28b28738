import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { customerSubgraph } from './subgraph.ts';
import { createCustomer, type TestCustomer } from './testing/customers.ts';

let subgraph: TestSubgraph;
let customer: TestCustomer;

before(async () => {
  subgraph = await startTestSubgraph(customerSubgraph);
  customer = await createCustomer(await subgraph.as('CUSTOMER_MANAGER'), {
    email: 'private@example.com',
    phone: '+33142685300',
  });
});
after(() => subgraph.close());

const entities = `query ($id: ID!) {
  _entities(representations: [{ __typename: "Customer", id: $id }]) { ... on Customer { id displayName } }
}`;
const reads = {
  one: 'query ($id: ID!) { customer(id: $id) { id displayName } }',
  list: '{ customers { edges { node { id } } totalCount } }',
  entities,
};
const writes = {
  create: 'mutation { createCustomer(input: { displayName: "x" }) { customer { id } } }',
  update:
    'mutation ($id: ID!) { updateCustomer(input: { id: $id, expectedVersion: 1, displayName: "x" }) { customer { id } } }',
  archive:
    'mutation ($id: ID!) { archiveCustomer(input: { id: $id, expectedVersion: 1 }) { customer { id } } }',
  restore:
    'mutation ($id: ID!) { restoreCustomer(input: { id: $id, expectedVersion: 1 }) { customer { id } } }',
};

async function assertRefused(
  client: Awaited<ReturnType<TestSubgraph['as']>>,
  document: string,
  code: string,
) {
  const answer = await client(document, document.includes('$id') ? { id: customer.id } : {});
  assert.equal(answer.errors[0]?.extensions?.code, code, JSON.stringify(answer));
  assert.doesNotMatch(JSON.stringify(answer.data), /Acme|private/);
}

for (const [name, document] of Object.entries({ ...reads, ...writes })) {
  test(`a caller without a token is refused: ${name}`, () =>
    assertRefused(subgraph.anonymous, document, 'UNAUTHENTICATED'));

  test(`callers with other roles are refused: ${name}`, async () => {
    await assertRefused(await subgraph.as('USER', 'PRODUCT_MANAGER'), document, 'FORBIDDEN');
  });
}

for (const [name, document] of Object.entries(writes)) {
  test(`a billing manager cannot change customers: ${name}`, async () => {
    await assertRefused(await subgraph.as('BILLING_MANAGER'), document, 'FORBIDDEN');
  });
}

test('a billing manager reads the fields of invoices, but neither e-mail address nor telephone number', async () => {
  const biller = await subgraph.as('BILLING_MANAGER');
  const { data, errors } = await biller(
    'query ($id: ID!) { customer(id: $id) { displayName taxNumber status email phone } }',
    { id: customer.id },
  );
  assert.deepEqual(data, {
    customer: { displayName: 'Acme', taxNumber: null, status: 'ACTIVE', email: null, phone: null },
  });
  assert.deepEqual(
    errors.map(({ path, extensions }) => [path, extensions?.code]),
    [
      [['customer', 'email'], 'FORBIDDEN'],
      [['customer', 'phone'], 'FORBIDDEN'],
    ],
  );
});

test('private fields are refused through _entities too', async () => {
  const biller = await subgraph.as('BILLING_MANAGER');
  const { data, errors } = await biller(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { id email } } }',
    { r: [{ __typename: 'Customer', id: customer.id, email: 'forged@example.com' }] },
  );
  assert.deepEqual(data, { _entities: [{ id: customer.id, email: null }] });
  assert.equal(errors[0]?.extensions?.code, 'FORBIDDEN');
});

test('values of a forged representation are ignored', async () => {
  const { data } = await (await subgraph.as('CUSTOMER_MANAGER'))(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { displayName } } }',
    { r: [{ __typename: 'Customer', id: randomUUID(), displayName: 'forged' }] },
  );
  assert.deepEqual(data, { _entities: [null] });
});

const recipients = `query ($ids: [ID!]!) { mailRecipients(customerIds: $ids) {
  customerId displayName contactName email language courtesyMails } }`;

test('a correspondent reads to whom mails go, and nothing else of a customer', async () => {
  const correspondent = await subgraph.as('CORRESPONDENT');
  const french = await createCustomer(await subgraph.as('CUSTOMER_MANAGER'), {
    displayName: 'Boulangerie Martin',
    contactName: 'Claire Martin',
    language: 'FR',
    courtesyMails: false,
  });
  const ids = [french.id, randomUUID(), customer.id.toUpperCase(), 'no id'];
  const { data, errors } = await correspondent(recipients, { ids });
  assert.deepEqual(errors, []);
  assert.deepEqual(data, {
    mailRecipients: [
      {
        customerId: french.id,
        displayName: 'Boulangerie Martin',
        contactName: 'Claire Martin',
        email: null,
        language: 'FR',
        courtesyMails: false,
      },
      null,
      {
        customerId: customer.id,
        displayName: 'Acme',
        contactName: null,
        email: 'private@example.com',
        language: null,
        courtesyMails: true,
      },
      null,
    ],
  });
  for (const document of [...Object.values(reads), ...Object.values(writes)])
    await assertRefused(correspondent, document, 'FORBIDDEN');
});

test('nobody else reads to whom mails go, and nobody asks for more than 100 customers at once', async () => {
  const managers = await subgraph.as('CUSTOMER_MANAGER', 'BILLING_MANAGER');
  for (const [client, code] of [
    [managers, 'FORBIDDEN'],
    [subgraph.anonymous, 'UNAUTHENTICATED'],
  ] as const) {
    const { data, errors } = await client(recipients, { ids: [customer.id] });
    assert.deepEqual(data, { mailRecipients: null });
    assert.equal(errors[0]?.extensions?.code, code);
  }
  const { errors } = await (await subgraph.as('CORRESPONDENT'))(recipients, {
    ids: Array.from({ length: 101 }, () => customer.id),
  });
  assert.equal(errors[0]?.extensions?.code, 'BAD_USER_INPUT');
});

test('refused calls changed nothing', async () => {
  const { data } = await (await subgraph.as('CUSTOMER_MANAGER'))(
    'query ($id: ID!) { customer(id: $id) { displayName version } customers { totalCount } }',
    { id: customer.id },
  );
  assert.deepEqual(data, { customer: { displayName: 'Acme', version: 1 }, customers: { totalCount: 2 } });
});
