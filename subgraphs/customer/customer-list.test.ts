import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { v7 as createId } from 'uuid';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { type WalkedPage, walkPages } from '#platform/testing/walk-pages.ts';
import { customerSubgraph } from './subgraph.ts';
import { customers } from './tables.ts';
import { createCustomer } from './testing/customers.ts';

let subgraph: TestSubgraph;
let manager: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(customerSubgraph);
  manager = await subgraph.as('CUSTOMER_MANAGER');
});
beforeEach(async () => {
  await subgraph.database.sql`truncate customers`;
});
after(() => subgraph.close());

interface List {
  readonly customers: WalkedPage<{ readonly id: string; readonly displayName: string }>;
}

const document = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: CustomerFilter, $orderBy: CustomerOrder) {
  customers(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
    edges { cursor node { id displayName } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

async function list(variables: object, client = manager): Promise<List['customers']> {
  const { data, errors } = await client<List>(document, { ...variables });
  assert.deepEqual(errors, []);
  return data.customers;
}

async function namesOf(filter: object, client = manager): Promise<string[]> {
  const { edges } = await list({ filter }, client);
  return edges.map(({ node }) => node.displayName);
}

test('pages in either direction and of any size give the same list, in every order', async () => {
  // Few names and instants, so that ties are common.
  const row = fc.record({
    displayName: fc.constantFrom('a', 'A', 'b', 'é', 'e', 'Zürich & Söhne', '"quoted"'),
    createdAt: fc.constantFrom(0, 1, 1000).map((ms) => new Date(1_700_000_000_000 + ms)),
    updatedAt: fc.constantFrom(0, 1, 1000).map((ms) => new Date(1_700_000_000_000 + ms)),
  });
  const orderBy = fc.record({
    field: fc.constantFrom('DISPLAY_NAME', 'CREATED_AT', 'UPDATED_AT'),
    direction: fc.constantFrom('ASC', 'DESC'),
  });
  const rows = fc.array(row, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(rows, orderBy, fc.integer({ min: 1, max: 5 }), async (given, order, size) => {
      await subgraph.database.sql`truncate customers`;
      await subgraph.database.db.insert(customers).values(given.map((one) => ({ id: createId(), ...one })));
      const whole = (await list({ orderBy: order, first: 100 })).edges.map(({ node }) => node);
      assert.equal(new Set(whole.map(({ id }) => id)).size, given.length);
      for (const isBackward of [false, true]) {
        const walked = await walkPages((page) => list({ orderBy: order, ...page }), { size, isBackward });
        assert.deepEqual(walked, whole);
      }
    }),
    { numRuns: 20 },
  );
});

test('names have the order of a telephone book, which is also the default order', async () => {
  for (const displayName of ['Zoë', 'adam', 'Émile', 'Adam', 'eve'])
    await createCustomer(manager, { displayName });
  const inOrder = ['adam', 'Adam', 'Émile', 'eve', 'Zoë'];
  assert.deepEqual(await namesOf({}), inOrder);
  const { edges } = await list({ orderBy: { field: 'DISPLAY_NAME', direction: 'DESC' } });
  assert.deepEqual(edges.map(({ node }) => node.displayName).reverse(), inOrder);
});

test('a page has 25 customers by default', async () => {
  const rows = Array.from({ length: 26 }, () => ({ id: createId(), displayName: 'one of many' }));
  await subgraph.database.db.insert(customers).values(rows);
  const { edges, pageInfo } = await list({});
  assert.equal(edges.length, 25);
  assert.equal(pageInfo.hasNextPage, true);
});

test('customers are counted only on request', async () => {
  await createCustomer(manager);
  const counting = /count\(\*\)/;
  const without = await subgraph.statementsDuring(() => list({ first: 1 }));
  assert.equal(without.length, 1);
  assert.doesNotMatch(without.join(), counting);
  const withCount = await subgraph.statementsDuring(async () => {
    const { data } = await manager('{ customers(first: 1, filter: { search: "acme" }) { totalCount } }');
    assert.deepEqual(data, { customers: { totalCount: 1 } });
  });
  assert.match(withCount.join(), counting);
});

for (const [name, variables] of Object.entries({
  'a page that is too large': { first: 101 },
  'a page of a million': { first: 1_000_000 },
  'a page of nothing': { last: 0 },
  'both ends at once': { first: 1, last: 1 },
  'a text that is not a cursor': { after: 'abc' },
  'a cursor of another order': { after: Buffer.from('["UPDATED_AT ASC","x","y"]').toString('base64url') },
  'a cursor with no id in it': { after: Buffer.from('["DISPLAY_NAME ASC","x","y"]').toString('base64url') },
  'a cursor with a character no name has': {
    after: Buffer.from(JSON.stringify(['DISPLAY_NAME ASC', '\0', randomUUID()])).toString('base64url'),
  },
  'a cursor with no instant in it': {
    orderBy: { field: 'CREATED_AT' },
    after: Buffer.from(JSON.stringify(['CREATED_AT ASC', 'x', randomUUID()])).toString('base64url'),
  },
  'too many ids': { filter: { ids: Array.from({ length: 101 }, () => randomUUID()) } },
  'too many references': { filter: { externalReference: Array.from({ length: 101 }, () => 'x') } },
})) {
  test(`is refused: ${name}`, async () => {
    const { errors } = await manager(document, variables);
    assert.equal(errors[0]?.extensions?.code, 'BAD_USER_INPUT', JSON.stringify(errors));
  });
}

test('search takes a text literally, in any case, with any characters that SQL treats specially', async () => {
  for (const displayName of [
    '100% Wool',
    '1000 Wools',
    'snake_case',
    'snakeXcase',
    'back\\slash',
    "O'Brien",
    'ÉCOLE',
  ]) {
    await createCustomer(manager, { displayName });
  }
  assert.deepEqual(await namesOf({ search: '0% w' }), ['100% Wool']);
  assert.deepEqual(await namesOf({ search: 'E_C' }), ['snake_case']);
  assert.deepEqual(await namesOf({ search: 'k\\s' }), ['back\\slash']);
  assert.deepEqual(await namesOf({ search: "o'b" }), ["O'Brien"]);
  assert.deepEqual(await namesOf({ search: 'e\u0301cole' }), ['ÉCOLE']);
  assert.deepEqual(await namesOf({ search: 'a\0' }), []);
  assert.equal((await namesOf({ search: '  ' })).length, 7);
});

test('search looks at name, contact, tax number and reference', async () => {
  await createCustomer(manager, { displayName: 'one needle' });
  await createCustomer(manager, { displayName: 'two', contactName: 'needle' });
  await createCustomer(manager, { displayName: 'three', taxNumber: 'needle' });
  await createCustomer(manager, { displayName: 'four', externalReference: 'needle' });
  await createCustomer(manager, {
    displayName: 'five',
    address: { line1: 'needle', city: 'x', countryCode: 'FR' },
  });
  assert.deepEqual(await namesOf({ search: 'needle' }), ['four', 'one needle', 'three', 'two']);
});

test('search reveals nothing about e-mail addresses to a caller who may not read them', async () => {
  await createCustomer(manager, { email: 'needle@example.com' });
  assert.deepEqual(await namesOf({ search: 'needle@' }), ['Acme']);
  assert.deepEqual(await namesOf({ search: 'needle@' }, await subgraph.as('BILLING_MANAGER')), []);
});

test('every condition of a filter must hold', async () => {
  const address = { line1: 'x', city: 'x' };
  const french = await createCustomer(manager, {
    displayName: 'French',
    externalReference: 'fr',
    address: { ...address, countryCode: 'FR' },
  });
  const german = await createCustomer(manager, {
    displayName: 'German',
    address: { ...address, countryCode: 'DE' },
  });
  await createCustomer(manager, { displayName: 'Nowhere' });
  await manager(
    'mutation ($id: ID!) { archiveCustomer(input: { id: $id, expectedVersion: 1 }) { customer { id } } }',
    { id: german.id },
  );
  assert.deepEqual(await namesOf({ ids: [french.id.toUpperCase(), german.id, randomUUID(), 'x'] }), [
    'French',
    'German',
  ]);
  assert.deepEqual(await namesOf({ ids: [] }), []);
  assert.deepEqual(await namesOf({ ids: null, status: ['ARCHIVED'] }), ['German']);
  assert.deepEqual(await namesOf({ countryCode: ['FR', 'DE', 'XX'] }), ['French', 'German']);
  assert.deepEqual(await namesOf({ countryCode: ['FR', 'DE'], status: ['ACTIVE'] }), ['French']);
  assert.deepEqual(await namesOf({ externalReference: ['fr', 'a\0'] }), ['French']);
  assert.deepEqual(await namesOf({ createdFrom: french.createdAt, createdBefore: french.createdAt }), []);
  assert.equal((await namesOf({ createdFrom: french.createdAt })).length, 3);
  assert.deepEqual(await namesOf({ createdBefore: '0001-01-01T00:00:00+14:00' }), []);
});

test('a period that ends before it begins is refused', async () => {
  const { errors } = await manager(
    'query ($filter: CustomerFilter) { customers(filter: $filter) { totalCount } }',
    { filter: { createdFrom: '2026-02-28T00:00:00+01:00', createdBefore: '2026-02-27T22:59:59Z' } },
  );
  assert.equal(errors[0]?.extensions?.['code'], 'BAD_USER_INPUT');
  assert.match(errors[0]?.message ?? '', /`filter\.createdFrom` must not be after `filter\.createdBefore`/);
});

test('a filter names every malformed value', async () => {
  const { data, errors } = await manager(
    'query ($filter: CustomerFilter) { customers(filter: $filter) { totalCount } }',
    { filter: { createdFrom: '2026-02-30T00:00:00Z', createdBefore: 'now' } },
  );
  assert.deepEqual(data, { customers: null });
  assert.deepEqual(
    errors.map(({ extensions }) => extensions?.['code']),
    ['BAD_USER_INPUT'],
  );
  assert.match(errors[0]?.message ?? '', /`filter\.createdFrom` must be .* `filter\.createdBefore` must be/);
});
