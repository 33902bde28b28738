import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { codesOf } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { stockLow } from '#schema/work-events/stock-low.ts';
import { productSubgraph } from './subgraph.ts';
import { createProduct, mutateProduct, type TestProduct } from './testing/products.ts';
import { release, reserve } from './testing/reservations.ts';

let subgraph: TestSubgraph;
let manager: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(productSubgraph);
  manager = await subgraph.as('PRODUCT_MANAGER');
});
after(() => subgraph.close());

async function move({ id: productId }: TestProduct, kind: string, quantity: string): Promise<void> {
  const input = { productId, kind, quantity, idempotencyKey: randomUUID() };
  assert.deepEqual((await mutateProduct(manager, 'recordStockMovement', input)).userErrors, []);
}

/** The stock of each event about a product. */
async function announcedOf({ id, sku }: TestProduct): Promise<string[]> {
  const rows = await subgraph.database.sql<{ value: Buffer; headers: string }[]>`
    select value, headers::text as headers from work_outbox where key = ${id} order by position`;
  return rows.map(({ value, headers }) => {
    const decoded = stockLow.decode({ value, headers: JSON.parse(headers) });
    assert.ok(decoded.kind === 'event', JSON.stringify(decoded));
    assert.equal(decoded.event.sku, sku);
    return `${decoded.event.stock} of ${decoded.event.lowAt}`;
  });
}

test('a stock that falls to its threshold is announced once, and again after it was above it', async () => {
  const mug = await createProduct(manager, { lowStockAt: '5' });
  await move(mug, 'RECEIPT', '5');
  await move(mug, 'RECEIPT', '2.5');
  assert.deepEqual(await announcedOf(mug), [], 'a stock that rises is not announced');
  await move(mug, 'WITHDRAWAL', '2.5');
  await move(mug, 'WITHDRAWAL', '1');
  assert.deepEqual(await announcedOf(mug), ['5 of 5']);
  await move(mug, 'RECEIPT', '10');
  await move(mug, 'ADJUSTMENT', '-14');
  assert.deepEqual(await announcedOf(mug), ['5 of 5', '0 of 5']);
});

test('a product without a threshold, or whose threshold was taken away, is never announced', async () => {
  const none = await createProduct(manager);
  const gone = await createProduct(manager, { lowStockAt: '0.0001' });
  const change = { id: gone.id, expectedVersion: gone.version, lowStockAt: null };
  assert.deepEqual((await mutateProduct(manager, 'updateProduct', change)).userErrors, []);
  for (const product of [none, gone]) {
    await move(product, 'RECEIPT', '1');
    await move(product, 'WITHDRAWAL', '1');
    assert.deepEqual(await announcedOf(product), []);
  }
});

test('invoices that reserve a stock down to its threshold announce it, and giving back does not', async () => {
  const reserver = await subgraph.as('STOCK_RESERVER');
  const [mug, pot, spoon] = [
    await createProduct(manager, { lowStockAt: '5' }),
    await createProduct(manager, { lowStockAt: '2' }),
    await createProduct(manager),
  ];
  for (const product of [mug, pot, spoon]) await move(product, 'RECEIPT', '10');
  const reservationId = randomUUID();
  const refused = await reserve(reserver, [
    [mug.id, '6'],
    [spoon.id, '11'],
  ]);
  assert.deepEqual(refused.userErrors.length, 1);
  assert.deepEqual(await announcedOf(mug), [], 'a refused reservation takes nothing');
  for (let nth = 0; nth < 2; nth += 1) {
    const payload = await reserve(
      reserver,
      [
        [pot.id, '9.5'],
        [spoon.id, '10'],
        [mug.id, '5'],
      ],
      reservationId,
    );
    assert.deepEqual(payload.userErrors, []);
  }
  await release(reserver, reservationId);
  assert.deepEqual(await announcedOf(mug), ['5 of 5']);
  assert.deepEqual(await announcedOf(pot), ['0.5 of 2']);
  assert.deepEqual(await announcedOf(spoon), []);
});

test('a threshold below zero is refused', async () => {
  const { id, version } = await createProduct(manager);
  const change = { id, expectedVersion: version, lowStockAt: '-1' };
  assert.deepEqual(codesOf(await mutateProduct(manager, 'updateProduct', change)), {
    lowStockAt: 'OUT_OF_RANGE',
  });
});
