import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { productSubgraph } from './subgraph.ts';
import { createProduct } from './testing/products.ts';

let subgraph: TestSubgraph;
let manager: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(productSubgraph);
  manager = await subgraph.as('PRODUCT_MANAGER');
});
after(() => subgraph.close());

test('the fields of many products for an invoice are read by one statement', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) ids.push((await createProduct(manager)).id);
  const asked = [ids[3], randomUUID(), ids[0], 'no-uuid', ids[0]?.toUpperCase(), ...ids.slice(4)];
  const biller = await subgraph.as('BILLING_MANAGER');
  const statements = await subgraph.statementsDuring(async () => {
    const { data, errors } = await biller<{ _entities: ({ id: string } | null)[] }>(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on Product { id name sku unit unitPrice { amount currency } taxRate status } } }`,
      { representations: asked.map((id) => ({ __typename: 'Product', id })) },
    );
    assert.deepEqual(errors, []);
    assert.deepEqual(
      data._entities.map((entity) => entity?.id),
      [ids[3], undefined, ids[0], undefined, ids[0], ...ids.slice(4)],
    );
  });
  assert.equal(statements.length, 1, statements.join('\n'));
});
