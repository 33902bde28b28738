import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { codesOf } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { productSubgraph } from './subgraph.ts';
import { createProduct, mutateProduct } from './testing/products.ts';

let subgraph: TestSubgraph;
let manager: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(productSubgraph);
  manager = await subgraph.as('PRODUCT_MANAGER');
});
after(() => subgraph.close());

test('malformed values in a product are reported with their fields, together with all other problems', async () => {
  const wrong = { name: '', unitPrice: { amount: '1,50', currency: '€' }, taxRate: '20 %' };
  const codes = {
    name: 'REQUIRED',
    'unitPrice.amount': 'INVALID',
    'unitPrice.currency': 'INVALID',
    taxRate: 'INVALID',
  };
  const created = await mutateProduct(manager, 'createProduct', { sku: randomUUID(), ...wrong });
  assert.deepEqual([created.product, codesOf(created)], [null, codes]);
  const { id, version } = await createProduct(manager);
  const changed = await mutateProduct(manager, 'updateProduct', { id, expectedVersion: version, ...wrong });
  assert.deepEqual([changed.product, codesOf(changed)], [null, codes]);
});

test('a malformed quantity in a stock movement is reported together with all other problems', async () => {
  const { id } = await createProduct(manager);
  const payload = await mutateProduct(manager, 'recordStockMovement', {
    productId: id,
    kind: 'RECEIPT',
    quantity: 10.5,
    note: 'x'.repeat(201),
    idempotencyKey: randomUUID(),
  });
  assert.deepEqual(codesOf(payload), { quantity: 'INVALID', note: 'TOO_LONG' });
});

for (const [form, filter] of [
  ['variables', undefined],
  ['the document', '{ minPrice: "abc", maxPrice: 5, currency: EURO, minStock: "1,5" }'],
] as const) {
  test(`the filter names every malformed value in ${form}`, async () => {
    const query =
      filter === undefined
        ? 'query ($filter: ProductFilter) { products(filter: $filter) { totalCount } }'
        : `{ products(filter: ${filter}) { totalCount } }`;
    const { data, errors } = await manager(query, {
      filter: { minPrice: 'abc', maxPrice: 5, currency: 'EURO', minStock: '1,5' },
    });
    assert.deepEqual(data, { products: null });
    assert.deepEqual(
      errors.map(({ path, extensions }) => [path, extensions?.['code']]),
      [[['products'], 'BAD_USER_INPUT']],
    );
    for (const name of ['minPrice', 'maxPrice', 'currency', 'minStock'])
      assert.ok(errors[0]?.message.includes(`\`filter.${name}\` must be`));
  });
}
