import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { codesOf } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { customerSubgraph } from './subgraph.ts';
import { createCustomer, mutateCustomer } from './testing/customers.ts';

let subgraph: TestSubgraph;
let manager: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(customerSubgraph);
  manager = await subgraph.as('CUSTOMER_MANAGER');
});
after(() => subgraph.close());

const complete = {
  displayName: '  Cafe\u0301 du Nord ',
  contactName: 'Zoë Martin',
  email: 'accounts@cafe-du-nord.example',
  phone: '+33 1 42.68-53(00)',
  address: { line1: '1 rue du Nord', postalCode: '75010', city: 'Paris', countryCode: 'FR' },
  taxNumber: 'FR40303265045',
  siren: '303265045',
  siret: '30326504500011',
  electronicAddress: { scheme: '0225', id: '303265045_COMPTA' },
};

test('a new customer is stored in normal form', async () => {
  const externalReference = randomUUID();
  const { id, createdAt, updatedAt, ...customer } = await createCustomer(manager, {
    ...complete,
    externalReference,
  });
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  assert.match(createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.equal(updatedAt, createdAt);
  assert.deepEqual(customer, {
    ...complete,
    displayName: 'Café du Nord',
    phone: '+33142685300',
    address: { ...complete.address, line2: null },
    externalReference,
    status: 'ACTIVE',
    version: 1,
  });
});

test('a new customer with a key takes no statement that could be saved', async () => {
  const input = { ...complete, externalReference: randomUUID(), idempotencyKey: randomUUID() };
  const statements = await subgraph.statementsDuring(() => createCustomer(manager, input));
  assert.deepEqual(
    statements.map((text) => text.trim().split(/\s/)[0]),
    ['select', 'select', 'begin', 'insert', 'insert', 'insert', 'commit'],
  );
});

test('all problems of a new customer are reported at once', async () => {
  const { externalReference } = await createCustomer(manager, { externalReference: randomUUID() });
  const payload = await mutateCustomer(manager, 'createCustomer', {
    displayName: ' \u200b',
    contactName: 'x'.repeat(201),
    email: 'no address',
    phone: '0142685300',
    address: { line1: '', city: 'a\u0000b', countryCode: 'fr', postalCode: '9'.repeat(21) },
    taxNumber: 'x\ny',
    siren: '1',
    siret: '2',
    electronicAddress: { scheme: 'XX', id: '3' },
    externalReference,
    idempotencyKey: 'k'.repeat(101),
  });
  assert.deepEqual(codesOf(payload), {
    displayName: 'REQUIRED',
    contactName: 'TOO_LONG',
    email: 'INVALID',
    phone: 'INVALID',
    'address.line1': 'REQUIRED',
    'address.postalCode': 'TOO_LONG',
    'address.city': 'INVALID',
    'address.countryCode': 'INVALID',
    taxNumber: 'INVALID',
    siren: 'INVALID',
    siret: 'INVALID',
    'electronicAddress.scheme': 'INVALID',
    externalReference: 'TAKEN',
    idempotencyKey: 'TOO_LONG',
  });
});

test('an update sets given fields, empties null ones and keeps absent ones', async () => {
  const before = await createCustomer(manager, complete);
  const { customer } = await mutateCustomer(manager, 'updateCustomer', {
    id: before.id,
    expectedVersion: 1,
    displayName: 'Sud',
    contactName: null,
    phone: '',
  });
  assert.ok(customer && customer.updatedAt >= before.updatedAt);
  const changed = {
    displayName: 'Sud',
    contactName: null,
    phone: null,
    version: 2,
    updatedAt: customer.updatedAt,
  };
  assert.deepEqual(customer, { ...before, ...changed });

  const emptied = await mutateCustomer(manager, 'updateCustomer', {
    id: before.id,
    expectedVersion: 2,
    address: null,
  });
  assert.deepEqual(emptied.customer?.address, null);
});

test('an update without fields changes nothing', async () => {
  const before = await createCustomer(manager);
  const { customer } = await mutateCustomer(manager, 'updateCustomer', { id: before.id, expectedVersion: 1 });
  assert.deepEqual(customer, before);
});

test('all problems of an update are reported at once, including the version', async () => {
  const { externalReference } = await createCustomer(manager, { externalReference: randomUUID() });
  const { id } = await createCustomer(manager);
  const wrong = { expectedVersion: 7, displayName: null, email: '@', externalReference };
  assert.deepEqual(codesOf(await mutateCustomer(manager, 'updateCustomer', { id, ...wrong })), {
    displayName: 'REQUIRED',
    email: 'INVALID',
    expectedVersion: 'CONFLICT',
    externalReference: 'TAKEN',
  });
});

test('a customer may keep its external reference', async () => {
  const { id, externalReference } = await createCustomer(manager, { externalReference: randomUUID() });
  const { customer } = await mutateCustomer(manager, 'updateCustomer', {
    id,
    expectedVersion: 1,
    externalReference,
  });
  assert.equal(customer?.version, 2);
});

for (const id of [randomUUID(), 'no-uuid', '']) {
  test(`an unknown customer cannot be changed: "${id}"`, async () => {
    const input = { id, expectedVersion: 1 };
    for (const name of ['updateCustomer', 'archiveCustomer', 'restoreCustomer'] as const) {
      assert.deepEqual(codesOf(await mutateCustomer(manager, name, input)), { id: 'NOT_FOUND' });
    }
  });
}

test('of many changes from one version, one succeeds and the others conflict', async () => {
  const { id } = await createCustomer(manager);
  const payloads = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      mutateCustomer(manager, 'updateCustomer', { id, expectedVersion: 1, displayName: `name ${index}` }),
    ),
  );
  const refused = payloads.filter(({ customer }) => customer === null);
  assert.equal(refused.length, 9);
  for (const payload of refused) assert.deepEqual(codesOf(payload), { expectedVersion: 'CONFLICT' });
});

test('of many new customers with one external reference, one is added and the others are refused', async () => {
  const externalReference = randomUUID();
  const payloads = await Promise.all(
    Array.from({ length: 10 }, () =>
      mutateCustomer(manager, 'createCustomer', { displayName: 'Twin', externalReference }),
    ),
  );
  const refused = payloads.filter(({ customer }) => customer === null);
  assert.equal(refused.length, 9);
  for (const payload of refused) assert.deepEqual(codesOf(payload), { externalReference: 'TAKEN' });
});

test('of many customers changed to one external reference, one gets it', async () => {
  const externalReference = randomUUID();
  const customers = await Promise.all(Array.from({ length: 6 }, () => createCustomer(manager)));
  const payloads = await Promise.all(
    customers.map(({ id }) =>
      mutateCustomer(manager, 'updateCustomer', { id, expectedVersion: 1, externalReference }),
    ),
  );
  const refused = payloads.filter(({ customer }) => customer === null);
  assert.equal(refused.length, 5);
  for (const payload of refused) assert.deepEqual(codesOf(payload), { externalReference: 'TAKEN' });
});

test('a customer is archived and restored, each once', async () => {
  const { id } = await createCustomer(manager);
  const archived = await mutateCustomer(manager, 'archiveCustomer', { id, expectedVersion: 1 });
  assert.deepEqual([archived.customer?.status, archived.customer?.version], ['ARCHIVED', 2]);
  assert.deepEqual(codesOf(await mutateCustomer(manager, 'archiveCustomer', { id, expectedVersion: 2 })), {
    '': 'WRONG_STATE',
  });
  assert.deepEqual(codesOf(await mutateCustomer(manager, 'restoreCustomer', { id, expectedVersion: 1 })), {
    expectedVersion: 'CONFLICT',
  });
  const restored = await mutateCustomer(manager, 'restoreCustomer', { id, expectedVersion: 2 });
  assert.deepEqual([restored.customer?.status, restored.customer?.version], ['ACTIVE', 3]);
});

test('repeated calls with one key add one customer, even at the same time', async () => {
  const input = { displayName: 'Once', externalReference: randomUUID(), idempotencyKey: randomUUID() };
  const payloads = await Promise.all(
    Array.from({ length: 8 }, () => mutateCustomer(manager, 'createCustomer', input)),
  );
  payloads.push(await mutateCustomer(manager, 'createCustomer', input));
  assert.equal(new Set(payloads.map(({ customer }) => customer?.id)).size, 1);
  assert.ok(payloads[0]?.customer);
});

test('a key with another input is refused, but another caller may use it', async () => {
  const idempotencyKey = randomUUID();
  const first = await createCustomer(manager, { displayName: 'First', idempotencyKey });
  const reused = await mutateCustomer(manager, 'createCustomer', { displayName: 'Second', idempotencyKey });
  assert.deepEqual(codesOf(reused), { idempotencyKey: 'IDEMPOTENCY_KEY_REUSED' });
  const other = await subgraph.as('ADMIN', 'CUSTOMER_MANAGER');
  assert.notEqual((await createCustomer(other, { displayName: 'First', idempotencyKey })).id, first.id);
});

test('an empty key is refused, as it would not protect a repeated call', async () => {
  const payload = await mutateCustomer(manager, 'createCustomer', {
    displayName: 'Acme',
    idempotencyKey: ' ',
  });
  assert.deepEqual(codesOf(payload), { idempotencyKey: 'REQUIRED' });
});

test('a refused call leaves its key free', async () => {
  const { id, externalReference } = await createCustomer(manager, { externalReference: randomUUID() });
  const input = { displayName: 'Later', externalReference, idempotencyKey: randomUUID() };
  assert.deepEqual(codesOf(await mutateCustomer(manager, 'createCustomer', input)), {
    externalReference: 'TAKEN',
  });
  await mutateCustomer(manager, 'updateCustomer', { id, expectedVersion: 1, externalReference: null });
  assert.equal((await createCustomer(manager, input)).externalReference, externalReference);
});

test('fields that only the system sets are refused in an input', async () => {
  for (const slipped of [
    { id: randomUUID() },
    { status: 'ARCHIVED' },
    { version: 9 },
    { createdAt: '2000-01-01T00:00:00Z' },
  ]) {
    const { data, errors } = await manager(
      'mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id } } }',
      { input: { displayName: 'Mallory', ...slipped } },
    );
    assert.deepEqual(data, {});
    assert.equal(errors[0]?.extensions?.code, 'BAD_USER_INPUT');
  }
});
