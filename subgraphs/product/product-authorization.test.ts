import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { productSubgraph } from './subgraph.ts';
import { createProduct, move, type TestProduct } from './testing/products.ts';

let subgraph: TestSubgraph;
let product: TestProduct;

before(async () => {
  subgraph = await startTestSubgraph(productSubgraph);
  const manager = await subgraph.as('PRODUCT_MANAGER');
  product = await createProduct(manager, { sku: 'mug' });
  await move(manager, product.id, 'RECEIPT', '7');
});
after(() => subgraph.close());

const reads = {
  one: 'query ($id: ID!) { product(id: $id) { id name stock } }',
  'by stock keeping unit': '{ productBySku(sku: "mug") { name } }',
  list: '{ products { edges { node { name } } totalCount } }',
  entities: `query ($id: ID!) {
    _entities(representations: [{ __typename: "Product", id: $id }]) { ... on Product { name } }
  }`,
};
const price = 'unitPrice: { amount: "1", currency: "EUR" }, taxRate: "0"';
const protectedOperations = {
  create: `mutation { createProduct(input: { sku: "x", name: "x", ${price} }) { product { id } } }`,
  update:
    'mutation ($id: ID!) { updateProduct(input: { id: $id, expectedVersion: 1, name: "x" }) { product { id } } }',
  archive:
    'mutation ($id: ID!) { archiveProduct(input: { id: $id, expectedVersion: 1 }) { product { id } } }',
  restore:
    'mutation ($id: ID!) { restoreProduct(input: { id: $id, expectedVersion: 1 }) { product { id } } }',
  'stock movement': `mutation ($id: ID!) {
    recordStockMovement(input: { productId: $id, kind: RECEIPT, quantity: "1", idempotencyKey: "k" }) { product { id } }
  }`,
  reservation: `mutation ($id: ID!) { reserveStock(
    input: { reservationId: $id, reference: "1", lines: [{ productId: $id, quantity: "7" }] }
  ) { reservation { id } } }`,
  release:
    'mutation ($id: ID!) { releaseStock(input: { releaseId: $id, reservationId: $id }) { reservation { id } } }',
  journal:
    'query ($id: ID!) { product(id: $id) { stockMovements { totalCount edges { node { quantity } } } } }',
  'journal by way of _entities': `query ($id: ID!) {
    _entities(representations: [{ __typename: "Product", id: $id }]) {
      ... on Product { stockMovements { edges { node { recordedBy } } } }
    }
  }`,
};

function send(client: GraphqlClient, document: string) {
  return client(document, document.includes('$id') ? { id: product.id } : {});
}

for (const [name, document] of Object.entries({ ...reads, ...protectedOperations })) {
  test(`a caller without a token is refused: ${name}`, async () => {
    const answer = await send(subgraph.anonymous, document);
    assert.equal(answer.errors[0]?.extensions?.code, 'UNAUTHENTICATED');
    assert.doesNotMatch(JSON.stringify(answer.data), /Mug|"7"|PRODUCT_MANAGER/);
  });
}

for (const [name, document] of Object.entries(reads)) {
  test(`every signed-in caller reads products: ${name}`, async () => {
    const answer = await send(await subgraph.as('USER'), document);
    assert.deepEqual(answer.errors, []);
    assert.match(JSON.stringify(answer.data), /Mug/);
  });
}

for (const [name, document] of Object.entries(protectedOperations)) {
  test(`callers with other roles are refused: ${name}`, async () => {
    const answer = await send(await subgraph.as('USER', 'CUSTOMER_MANAGER', 'BILLING_MANAGER'), document);
    assert.equal(answer.errors[0]?.extensions?.code, 'FORBIDDEN');
    assert.doesNotMatch(JSON.stringify(answer.data), /"7"|PRODUCT_MANAGER/);
  });
}

test('a product manager does not reserve stock, and whoever reserves it does nothing else', async () => {
  const { reservation, release, ...others } = protectedOperations;
  for (const [operations, role] of [
    [[reservation, release], 'PRODUCT_MANAGER'],
    [Object.values(others), 'STOCK_RESERVER'],
  ] as const) {
    for (const document of operations) {
      const { errors } = await send(await subgraph.as(role), document);
      assert.equal(errors[0]?.extensions?.code, 'FORBIDDEN', document);
    }
  }
});

test('refused calls changed nothing', async () => {
  const answer = await send(
    await subgraph.as('USER'),
    'query ($id: ID!) { product(id: $id) { name version stock } products { totalCount } }',
  );
  assert.deepEqual(answer.data, {
    product: { name: 'Mug', version: 1, stock: '7' },
    products: { totalCount: 1 },
  });
});
