import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { createStagedDatabase } from '#platform/testing/staged-database.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { productSubgraph } from './subgraph.ts';
import { createProduct, move } from './testing/products.ts';
import { release, reserve } from './testing/reservations.ts';
import { releaseStock } from './use-cases/release-stock.ts';

let subgraph: TestSubgraph;
let manager: GraphqlClient;
let reserver: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(productSubgraph);
  manager = await subgraph.as('PRODUCT_MANAGER');
  reserver = await subgraph.as('STOCK_RESERVER');
});
after(() => subgraph.close());

const billing: Principal = {
  subject: 'billing',
  issuer: 'https://issuer.test',
  roles: new Set(['STOCK_RESERVER']),
  scopes: new Set(),
  username: undefined,
  clientId: undefined,
  sessionId: undefined,
  expiresAt: Number.MAX_SAFE_INTEGER,
};

test('a release in part uses no reservation that was made after it looked for one', async () => {
  const { id: productId } = await createProduct(manager);
  await move(manager, productId, 'RECEIPT', '5');
  const reservationId = randomUUID();
  let hasLooked = false;
  const db = createStagedDatabase(subgraph.database.sql, async (statement) => {
    const isLook = /from "product"."stock_reservations" .* for update$/.test(statement);
    // Between the look and the products' locks, the reservation is made, and released whole.
    if (hasLooked && statement.includes('for no key update')) await release(reserver, reservationId);
    else if (hasLooked) await reserve(reserver, [[productId, '2']], reservationId);
    hasLooked ||= isLook;
  });
  const input = { releaseId: randomUUID(), reservationId, lines: [{ productId, quantity: '1' }] };
  const { userErrors } = await releaseStock(db, billing, input);
  assert.ok(hasLooked);
  assert.deepEqual(
    userErrors.map(({ field, code }) => [field, code]),
    [[['reservationId'], 'NOT_FOUND']],
  );
  const [row] = await subgraph.database
    .sql`select stock_e4::text as stock from products where id = ${productId}`;
  assert.equal(row?.stock, '50000');
});
