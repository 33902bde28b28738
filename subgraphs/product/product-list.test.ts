import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { v7 as createId } from 'uuid';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { type WalkedPage, walkPages } from '#platform/testing/walk-pages.ts';
import { productSubgraph } from './subgraph.ts';
import { products } from './tables.ts';
import { createProduct, mutateProduct } from './testing/products.ts';

let subgraph: TestSubgraph;
let manager: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(productSubgraph);
  manager = await subgraph.as('PRODUCT_MANAGER');
});
beforeEach(async () => {
  await subgraph.database.sql`delete from products`;
});
after(() => subgraph.close());

interface List {
  readonly products: WalkedPage<{ readonly id: string; readonly sku: string }>;
}

const document = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: ProductFilter, $orderBy: ProductOrder) {
  products(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
    edges { cursor node { id sku } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

async function list(variables: object): Promise<List['products']> {
  const { data, errors } = await manager<List>(document, { ...variables });
  assert.deepEqual(errors, []);
  return data.products;
}

async function skusOf(filter: object): Promise<string[]> {
  return (await list({ filter })).edges.map(({ node }) => node.sku);
}

test('pages in either direction and of any size give the same list, in every order', async () => {
  // Few values, so that ties are common.
  const instant = fc.constantFrom(0, 1, 1000).map((ms) => new Date(1_700_000_000_000 + ms));
  const row = fc.record({
    sku: fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'A', 'é', '-', '1') }),
    name: fc.constantFrom('a', 'A', 'é', '"quoted"'),
    unitPriceMicro: fc.constantFrom(0n, 9n, 10n, 1_000_000n),
    stockE4: fc.constantFrom(0n, 9n, 1000n),
    createdAt: instant,
    updatedAt: instant,
  });
  const orderBy = fc.record({
    field: fc.constantFrom('SKU', 'NAME', 'UNIT_PRICE', 'STOCK', 'CREATED_AT', 'UPDATED_AT'),
    direction: fc.constantFrom('ASC', 'DESC'),
  });
  const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 12, selector: ({ sku }) => sku });
  await fc.assert(
    fc.asyncProperty(rows, orderBy, fc.integer({ min: 1, max: 5 }), async (given, order, size) => {
      await subgraph.database.sql`delete from products`;
      const rest = { unit: 'piece', currency: 'EUR', taxRateMilli: 20_000 };
      await subgraph.database.db
        .insert(products)
        .values(given.map((one) => ({ id: createId(), ...rest, ...one })));
      const whole = (await list({ orderBy: order, first: 100 })).edges.map(({ node }) => node);
      assert.equal(new Set(whole.map(({ id }) => id)).size, given.length);
      for (const isBackward of [false, true]) {
        const walked = await walkPages((page) => list({ orderBy: order, ...page }), { size, isBackward });
        assert.deepEqual(walked, whole);
      }
    }),
    { numRuns: 25 },
  );
});

test('prices and stocks have numeric order', async () => {
  for (const [sku, amount] of [
    ['nine', '9'],
    ['ten', '10'],
    ['hundred', '100'],
  ] as const) {
    await createProduct(manager, { sku, unitPrice: { amount, currency: 'EUR' } });
  }
  const { edges } = await list({ orderBy: { field: 'UNIT_PRICE', direction: 'DESC' } });
  assert.deepEqual(
    edges.map(({ node }) => node.sku),
    ['hundred', 'ten', 'nine'],
  );
});

for (const [name, variables] of Object.entries({
  'a page that is too large': { first: 101 },
  'a cursor that holds no number': {
    orderBy: { field: 'STOCK' },
    after: Buffer.from(JSON.stringify(['STOCK ASC', 'x', randomUUID()])).toString('base64url'),
  },
  'too many ids': { filter: { ids: Array.from({ length: 101 }, () => randomUUID()) } },
  'too many stock keeping units': { filter: { skus: Array.from({ length: 101 }, () => 'x') } },
  'a price without its currency': { filter: { minPrice: '1' } },
  'a price with too many decimals': { filter: { maxPrice: '1.0000001', currency: 'JPY' } },
  'a smallest price above the largest': { filter: { minPrice: '2', maxPrice: '1.99', currency: 'EUR' } },
  'a smallest stock above the largest': { filter: { minStock: '2', maxStock: '1' } },
  'a stock with too many decimals': { filter: { minStock: '0.00001' } },
})) {
  test(`is refused: ${name}`, async () => {
    const { errors } = await manager(document, variables);
    assert.equal(errors[0]?.extensions?.code, 'BAD_USER_INPUT', JSON.stringify(errors));
  });
}

test('the problems of the page and of all conditions are told at once', async () => {
  const filter = { minPrice: '1', minStock: '0.00001', maxStock: '0.00002' };
  const { errors } = await manager(document, { first: 101, filter });
  assert.equal(errors[0]?.extensions?.code, 'BAD_USER_INPUT');
  for (const name of ['first', ...Object.keys(filter).map((field) => `filter.${field}`)])
    assert.ok(errors[0]?.message.includes(`\`${name}\``), `${name}: ${errors[0]?.message}`);
});

test('search looks at stock keeping unit, name and description literally', async () => {
  await createProduct(manager, { sku: 'a-50%_off' });
  await createProduct(manager, { sku: 'b', name: 'Now 50%_OFF' });
  await createProduct(manager, { sku: 'c', description: 'two lines\n50%_off' });
  await createProduct(manager, { sku: 'd', name: '50 or off' });
  assert.deepEqual(await skusOf({ search: '0%_o' }), ['a-50%_off', 'b', 'c']);
  assert.deepEqual(await skusOf({ search: 'a\0' }), []);
});

test('every condition of a filter must hold', async () => {
  const cheap = await createProduct(manager, {
    sku: 'cheap',
    unitPrice: { amount: '1.50', currency: 'EUR' },
  });
  const dear = await createProduct(manager, { sku: 'dear', unitPrice: { amount: '150', currency: 'EUR' } });
  await createProduct(manager, { sku: 'yen', unitPrice: { amount: '150', currency: 'JPY' } });
  await subgraph.database.sql`update products set stock_e4 = 25000 where sku = 'dear'`;
  await mutateProduct(manager, 'archiveProduct', { id: cheap.id, expectedVersion: 1 });
  assert.deepEqual(await skusOf({ ids: [cheap.id, dear.id.toUpperCase(), 'x'] }), ['cheap', 'dear']);
  assert.deepEqual(await skusOf({ skus: ['dear', 'yen', 'DEAR', 'a\0'] }), ['dear', 'yen']);
  assert.deepEqual(await skusOf({ skus: [] }), []);
  assert.deepEqual(await skusOf({ status: ['ACTIVE'] }), ['dear', 'yen']);
  assert.deepEqual(await skusOf({ currency: 'EUR' }), ['cheap', 'dear']);
  assert.deepEqual(await skusOf({ currency: 'EUR', minPrice: '1.5', maxPrice: '149.99' }), ['cheap']);
  assert.deepEqual(await skusOf({ currency: 'EUR', maxPrice: '9'.repeat(30) }), ['cheap', 'dear']);
  assert.deepEqual(await skusOf({ minStock: '2.5' }), ['dear']);
  assert.deepEqual(await skusOf({ maxStock: '2.4999' }), ['cheap', 'yen']);
  assert.deepEqual(await skusOf({ maxStock: '-1' }), []);
});

test('a product is found by its exact stock keeping unit', async () => {
  await createProduct(manager, { sku: 'Mug-1' });
  const find = async (sku: string) =>
    (await manager('query ($sku: String!) { productBySku(sku: $sku) { sku } }', { sku })).data;
  assert.deepEqual(await find('Mug-1'), { productBySku: { sku: 'Mug-1' } });
  assert.deepEqual(await find('mug-1'), { productBySku: null });
  assert.deepEqual(await find('Mug-1\0'), { productBySku: null });
});

test('products are counted only on request', async () => {
  const without = await subgraph.statementsDuring(() => list({ first: 1 }));
  assert.equal(without.length, 1);
  assert.doesNotMatch(without.join(), /count\(\*\)/);
});
