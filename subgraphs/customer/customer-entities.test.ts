import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { customerSubgraph } from './subgraph.ts';
import { createCustomer } from './testing/customers.ts';

let subgraph: TestSubgraph;
let manager: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(customerSubgraph);
  manager = await subgraph.as('CUSTOMER_MANAGER');
});
after(() => subgraph.close());

const document = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Customer { id displayName status taxNumber address { city } } }
}`;
const toRepresentation = (id: string) => ({ __typename: 'Customer', id });

test('representations are resolved in their order by one statement', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) ids.push((await createCustomer(manager)).id);
  const asked = [ids[3], randomUUID(), ids[0], 'no-uuid', ids[0]?.toUpperCase(), ...ids.slice(4)];
  const biller = await subgraph.as('BILLING_MANAGER');
  const statements = await subgraph.statementsDuring(async () => {
    const representations = asked.map((id) => toRepresentation(id ?? ''));
    const { data, errors } = await biller<{ _entities: ({ id: string } | null)[] }>(document, {
      representations,
    });
    assert.deepEqual(errors, []);
    assert.deepEqual(
      data._entities.map((entity) => entity?.id),
      [ids[3], undefined, ids[0], undefined, ids[0], ...ids.slice(4)],
    );
  });
  assert.equal(statements.length, 1, statements.join('\n'));
});

test('customers requested one by one are loaded by one statement too', async () => {
  const { id } = await createCustomer(manager);
  const statements = await subgraph.statementsDuring(async () => {
    const { data } = await manager(
      'query ($id: ID!, $other: ID!) { a: customer(id: $id) { id } b: customer(id: $other) { id } }',
      { id, other: randomUUID() },
    );
    assert.deepEqual(data, { a: { id }, b: null });
  });
  assert.equal(statements.length, 1);
});

test('a representation without a valid id finds nothing', async () => {
  const representations = [5, null, {}, undefined].map((id) => ({ __typename: 'Customer', id }));
  const { data, errors } = await manager(document, { representations });
  assert.deepEqual(errors, []);
  assert.deepEqual(data, { _entities: [null, null, null, null] });
});
