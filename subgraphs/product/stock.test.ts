import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { codesOf } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { productSubgraph } from './subgraph.ts';
import { createProduct, move, mutateProduct, type TestMovement } from './testing/products.ts';

let subgraph: TestSubgraph;
let manager: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(productSubgraph);
  manager = await subgraph.as('PRODUCT_MANAGER');
});
after(() => subgraph.close());

interface Journal {
  readonly product: {
    readonly stock: string;
    readonly version: number;
    readonly stockMovements: {
      readonly edges: readonly { readonly node: TestMovement; readonly cursor: string }[];
      readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
      readonly totalCount: number;
    };
  };
}

async function readJournal(id: string, variables: object = { first: 100 }): Promise<Journal['product']> {
  const { data, errors } = await manager<Journal>(
    `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { product(id: $id) { stock version
      stockMovements(first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { id kind quantity stockAfter note recordedBy } } pageInfo { hasNextPage endCursor } totalCount
      } } }`,
    { id, ...variables },
  );
  assert.deepEqual(errors, []);
  return data.product;
}

test('each movement changes the stock and leaves an entry, newest first', async () => {
  const { id } = await createProduct(manager);
  await move(manager, id, 'RECEIPT', '10.5');
  await move(manager, id, 'WITHDRAWAL', '0.125');
  const last = await mutateProduct(manager, 'recordStockMovement', {
    productId: id.toUpperCase(),
    kind: 'ADJUSTMENT',
    quantity: '-0.375',
    note: ' count of May ',
    idempotencyKey: randomUUID(),
  });
  assert.deepEqual([last.product?.stock, last.product?.version], ['10', 1]);
  assert.equal(last.stockMovement?.stockAfter, '10');
  const { stock, stockMovements } = await readJournal(id);
  assert.equal(stock, '10');
  assert.equal(stockMovements.totalCount, 3);
  const by = { note: null, recordedBy: 'PRODUCT_MANAGER' };
  assert.deepEqual(
    stockMovements.edges.map(({ node: { id: _id, ...node } }) => node),
    [
      { kind: 'ADJUSTMENT', quantity: '-0.375', stockAfter: '10', ...by, note: 'count of May' },
      { kind: 'WITHDRAWAL', quantity: '-0.125', stockAfter: '10.375', ...by },
      { kind: 'RECEIPT', quantity: '10.5', stockAfter: '10.5', ...by },
    ],
  );
});

test('stock never falls below zero', async () => {
  const { id } = await createProduct(manager);
  await move(manager, id, 'RECEIPT', '1');
  assert.deepEqual(codesOf(await move(manager, id, 'WITHDRAWAL', '1.0001')), {
    quantity: 'INSUFFICIENT_STOCK',
  });
  assert.deepEqual(codesOf(await move(manager, id, 'ADJUSTMENT', '-2')), { quantity: 'INSUFFICIENT_STOCK' });
  assert.equal((await move(manager, id, 'WITHDRAWAL', '1')).product?.stock, '0');
});

test('all problems of a movement are reported at once', async () => {
  const wrong = {
    productId: 'x',
    kind: 'RECEIPT',
    quantity: '-1',
    note: 'x'.repeat(201),
    idempotencyKey: '',
  };
  const payload = await mutateProduct(manager, 'recordStockMovement', wrong);
  assert.equal(payload.stockMovement, null);
  assert.deepEqual(codesOf(payload), {
    productId: 'NOT_FOUND',
    quantity: 'OUT_OF_RANGE',
    note: 'TOO_LONG',
    idempotencyKey: 'REQUIRED',
  });
});

test('a quantity has four decimals and a sign that fits', async () => {
  const { id } = await createProduct(manager);
  for (const [kind, quantity, code] of [
    ['RECEIPT', '0', 'OUT_OF_RANGE'],
    ['RECEIPT', '1.00005', 'INVALID'],
    ['WITHDRAWAL', '-1', 'OUT_OF_RANGE'],
    ['ADJUSTMENT', '0.0000', 'OUT_OF_RANGE'],
    ['RECEIPT', '1000000000001', 'OUT_OF_RANGE'],
  ] as const) {
    assert.deepEqual(
      codesOf(await move(manager, id, kind, quantity)),
      { quantity: code },
      `${kind} ${quantity}`,
    );
  }
  await move(manager, id, 'RECEIPT', '1000000000000');
  assert.deepEqual(codesOf(await move(manager, id, 'RECEIPT', '0.0001')), { quantity: 'OUT_OF_RANGE' });
});

test('a repeated movement counts once, even at the same time', async () => {
  const { id } = await createProduct(manager);
  const input = { productId: id, kind: 'RECEIPT', quantity: '5', idempotencyKey: randomUUID() };
  const payloads = await Promise.all(
    Array.from({ length: 8 }, () => mutateProduct(manager, 'recordStockMovement', input)),
  );
  assert.equal(new Set(payloads.map(({ stockMovement }) => stockMovement?.id)).size, 1);
  assert.equal((await readJournal(id)).stock, '5');
  const other = await mutateProduct(manager, 'recordStockMovement', { ...input, quantity: '6' });
  assert.deepEqual(codesOf(other), { idempotencyKey: 'IDEMPOTENCY_KEY_REUSED' });
});

test('fifty withdrawals at once never sell more than there is, and the journal adds up', async () => {
  const { id } = await createProduct(manager);
  await move(manager, id, 'RECEIPT', '20');
  const payloads = await Promise.all(
    Array.from({ length: 50 }, () => move(manager, id, 'WITHDRAWAL', '0.7')),
  );
  const refused = payloads.filter(({ product }) => product === null);
  for (const payload of refused) assert.deepEqual(codesOf(payload), { quantity: 'INSUFFICIENT_STOCK' });
  assert.equal(payloads.length - refused.length, 28);
  const { stock, stockMovements } = await readJournal(id);
  assert.equal(stock, '0.4');
  assertAddsUp(stockMovements.edges.map(({ node }) => node));
});

test('whatever is recorded, the journal adds up to the stock', async () => {
  const movement = fc.record({
    kind: fc.constantFrom('RECEIPT', 'WITHDRAWAL', 'ADJUSTMENT'),
    quantity: fc.integer({ min: -3000, max: 3000 }).map((value) => (value / 1000).toFixed(3)),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(movement, { minLength: 1, maxLength: 8 }), async (movements) => {
      const { id } = await createProduct(manager);
      await Promise.all(movements.map(({ kind, quantity }) => move(manager, id, kind, quantity)));
      const { stock, stockMovements } = await readJournal(id);
      const nodes = stockMovements.edges.map(({ node }) => node);
      assertAddsUp(nodes);
      assert.equal(stock, nodes[0]?.stockAfter ?? '0');
    }),
    { numRuns: 15 },
  );
});

/** Each entry, newest first, continues from the stock that the entry before it left. */
function assertAddsUp(newestFirst: readonly TestMovement[]): void {
  let stock = 0;
  for (const { quantity, stockAfter } of newestFirst.toReversed()) {
    stock += Math.round(Number(quantity) * 1000);
    assert.equal(Math.round(Number(stockAfter) * 1000), stock);
    assert.ok(stock >= 0);
  }
}

test('the journal is read page by page in either direction', async () => {
  const { id } = await createProduct(manager);
  for (let index = 1; index <= 5; index += 1) await move(manager, id, 'RECEIPT', String(index));
  const quantities = async (variables: object) =>
    (await readJournal(id, variables)).stockMovements.edges.map(({ node }) => node.quantity);
  const { pageInfo } = (await readJournal(id, { first: 2 })).stockMovements;
  assert.equal(pageInfo.hasNextPage, true);
  assert.deepEqual(await quantities({ first: 2 }), ['5', '4']);
  assert.deepEqual(await quantities({ first: 9, after: pageInfo.endCursor }), ['3', '2', '1']);
  assert.deepEqual(await quantities({ last: 2 }), ['2', '1']);
  assert.deepEqual(await quantities({ last: 1, before: pageInfo.endCursor }), ['5']);
});

test('the journals of many products are read by one statement', async () => {
  const ids = (await Promise.all(Array.from({ length: 5 }, () => createProduct(manager)))).map(
    ({ id }) => id,
  );
  for (const id of ids.slice(1)) await move(manager, id, 'RECEIPT', '1');
  const statements = await subgraph.statementsDuring(async () => {
    const { data, errors } = await manager<{ products: { edges: { node: Journal['product'] }[] } }>(
      `query ($ids: [ID!]!) { products(filter: { ids: $ids }) { edges { node {
        stockMovements(first: 1) { totalCount edges { node { quantity } } } } } } }`,
      { ids },
    );
    assert.deepEqual(errors, []);
    const counts = data.products.edges.map(({ node }) => node.stockMovements.totalCount);
    assert.deepEqual(counts.toSorted(), [0, 1, 1, 1, 1]);
  });
  assert.equal(statements.length, 2, statements.join('\n'));
});

test('the database refuses to change the journal and to let stock fall below zero', async () => {
  const { id } = await createProduct(manager);
  await move(manager, id, 'RECEIPT', '1');
  const { sql } = subgraph.database;
  await assert.rejects(sql`update stock_movements set note = 'x'`, /append-only/);
  await assert.rejects(sql`delete from stock_movements`, /append-only/);
  await assert.rejects(sql`truncate stock_movements`, /append-only/);
  await assert.rejects(sql`update products set stock_e4 = -1 where id = ${id}`, { code: '23514' });
});
