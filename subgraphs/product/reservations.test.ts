import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { callMutation, codesOf } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { productSubgraph } from './subgraph.ts';
import { createProduct, move } from './testing/products.ts';
import { release, reserve } from './testing/reservations.ts';

let subgraph: TestSubgraph;
let manager: GraphqlClient;
let reserver: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(productSubgraph);
  manager = await subgraph.as('PRODUCT_MANAGER');
  reserver = await subgraph.as('STOCK_RESERVER');
});
after(() => subgraph.close());

/** Adds a product with stock and gives its id. */
async function stocked(quantity: string): Promise<string> {
  const { id } = await createProduct(manager);
  await move(manager, id, 'RECEIPT', quantity);
  return id;
}

async function stockOf(id: string): Promise<string> {
  const { data } = await manager<{ product: { stock: string } }>(
    'query ($id: ID!) { product(id: $id) { stock } }',
    { id },
  );
  return data.product.stock;
}

/** The stock by the product's column, by the sum of its journal and by the journal's last entry, which must agree. */
async function auditStock(id: string): Promise<bigint> {
  const [row] = await subgraph.database.sql<
    { stock: string; sum: string; last: string; moved: string; held: string }[]
  >`
    select stock_e4::text as stock,
      (select sum(change_e4)::text from stock_movements where product_id = ${id}) as sum,
      (select stock_after_e4::text from stock_movements where product_id = ${id} order by position desc limit 1) as last,
      (select coalesce(sum(change_e4), 0)::text from stock_movements
        where product_id = ${id} and reservation_id is not null) as moved,
      (select coalesce(sum(released_e4 - reserved_e4), 0)::text
        from stock_reservation_lines where product_id = ${id}) as held
    from products where id = ${id}`;
  assert.ok(row);
  assert.deepEqual([row.sum, row.last], [row.stock, row.stock]);
  assert.equal(row.moved, row.held);
  return BigInt(row.stock);
}

test('a reservation takes the stock of all lines and leaves entries that name its purpose', async () => {
  const [first, second] = [await stocked('5'), await stocked('2.5')];
  const { reservation, userErrors } = await reserve(reserver, [
    [second, '2.5'],
    [first.toUpperCase(), '1'],
  ]);
  assert.deepEqual(userErrors, []);
  assert.deepEqual(reservation?.lines, [
    { productId: second, reserved: '2.5', released: '0' },
    { productId: first, reserved: '1', released: '0' },
  ]);
  assert.deepEqual([await stockOf(first), await stockOf(second)], ['4', '0']);
  const { data } = await manager<{ product: { stockMovements: { edges: { node: object }[] } } }>(
    'query ($id: ID!) { product(id: $id) { stockMovements(first: 1) { edges { node { kind quantity reference note } } } } }',
    { id: first },
  );
  assert.deepEqual(data.product.stockMovements.edges[0]?.node, {
    kind: 'RESERVATION',
    quantity: '-1',
    reference: 'invoice 1',
    note: null,
  });
});

test('too little stock of any line takes nothing, and each such line is named with what is there', async () => {
  const [enough, little, none] = [await stocked('9'), await stocked('1.5'), await stocked('1')];
  await move(manager, none, 'WITHDRAWAL', '1');
  const id = randomUUID();
  const refused = await reserve(
    reserver,
    [
      [enough, '9'],
      [little, '2'],
      [none, '0.0001'],
    ],
    id,
  );
  const { shortages, ...rest } = refused;
  assert.deepEqual(codesOf(rest), {
    'lines.1.quantity': 'INSUFFICIENT_STOCK',
    'lines.2.quantity': 'INSUFFICIENT_STOCK',
  });
  assert.deepEqual(shortages, [
    { productId: little, available: '1.5', requested: '2' },
    { productId: none, available: '0', requested: '0.0001' },
  ]);
  assert.equal(await stockOf(enough), '9');
  const corrected = await reserve(reserver, [[enough, '9']], id);
  assert.deepEqual(corrected.userErrors, []);
});

test('products without tracked stock are left out, and the journal refuses them', async () => {
  const [tracked, service] = [
    await stocked('5'),
    (await createProduct(manager, { isStockTracked: false })).id,
  ];
  const { reservation } = await reserve(reserver, [
    [service, '100'],
    [tracked, '5'],
  ]);
  assert.deepEqual(
    reservation?.lines.map(({ productId }) => productId),
    [tracked],
  );
  const refused = await move(manager, service, 'RECEIPT', '1');
  assert.deepEqual(codesOf(refused), { productId: 'WRONG_STATE' });
});

test('a repeated reservation takes nothing more, and another input under its id is refused', async () => {
  const id = await stocked('5');
  const reservationId = randomUUID();
  const payloads = await Promise.all(
    Array.from({ length: 8 }, () => reserve(reserver, [[id, '2']], reservationId)),
  );
  for (const { reservation } of payloads) assert.equal(reservation?.lines[0]?.reserved, '2');
  assert.equal(await stockOf(id), '3');
  const other = await reserve(reserver, [[id, '1']], reservationId);
  assert.deepEqual(codesOf(other), { reservationId: 'IDEMPOTENCY_KEY_REUSED' });
});

test('releases give back in parts, then what is left, and never more', async () => {
  const [first, second] = [await stocked('5'), await stocked('5')];
  const reservationId = randomUUID();
  await reserve(
    reserver,
    [
      [first, '5'],
      [second, '3'],
    ],
    reservationId,
  );
  const part = randomUUID();
  for (let nth = 0; nth < 2; nth += 1) {
    const { reservation } = await release(reserver, reservationId, [[first, '2']], part);
    assert.deepEqual([reservation?.isClosed, reservation?.lines[0]?.released], [false, '2']);
  }
  const tooMuch = await release(reserver, reservationId, [
    [first, '3.0001'],
    [randomUUID(), '1'],
  ]);
  assert.deepEqual(codesOf(tooMuch), {
    'lines.0.quantity': 'OUT_OF_RANGE',
    'lines.1.productId': 'NOT_FOUND',
  });
  const reused = await release(reserver, reservationId, [[first, '1']], part);
  assert.deepEqual(codesOf(reused), { releaseId: 'IDEMPOTENCY_KEY_REUSED' });
  const rest = await release(reserver, reservationId);
  assert.equal(rest.reservation?.isClosed, true);
  assert.deepEqual([await stockOf(first), await stockOf(second)], ['5', '5']);
  await release(reserver, reservationId);
  assert.deepEqual([await stockOf(first), await stockOf(second)], ['5', '5']);
});

test('a whole release ahead of its reservation makes that reservation impossible', async () => {
  const id = await stocked('5');
  const reservationId = randomUUID();
  const { reservation } = await release(reserver, reservationId);
  assert.deepEqual(reservation, { id: reservationId, reference: null, isClosed: true, lines: [] });
  const late = await reserve(reserver, [[id, '2']], reservationId);
  assert.deepEqual(codesOf(late), { reservationId: 'WRONG_STATE' });
  const unknown = await release(reserver, randomUUID(), [[id, '1']]);
  assert.deepEqual(codesOf(unknown), { reservationId: 'NOT_FOUND' });
  assert.equal(await stockOf(id), '5');
});

test('a reservation repeated after its release is refused and takes nothing', async () => {
  const id = await stocked('5');
  const reservationId = randomUUID();
  await reserve(reserver, [[id, '2']], reservationId);
  await release(reserver, reservationId);
  const late = await reserve(reserver, [[id, '2']], reservationId);
  assert.deepEqual(codesOf(late), { reservationId: 'WRONG_STATE' });
  assert.equal(await stockOf(id), '5');
});

test('a reservation and its whole release at the same time leave the stock as it was', async () => {
  const id = await stocked('5');
  for (let nth = 0; nth < 20; nth += 1) {
    const reservationId = randomUUID();
    await Promise.all([reserve(reserver, [[id, '5']], reservationId), release(reserver, reservationId)]);
    assert.equal(await auditStock(id), 50_000n);
  }
});

test('all problems of the form are named at once', async () => {
  const { id } = await createProduct(manager);
  const refused = await reserve(
    reserver,
    [
      [id, '0'],
      [id.toUpperCase(), '-1'],
      ['nothing', '1e999'],
    ],
    'no uuid',
  );
  const { reservationId, ...lines } = codesOf(refused);
  assert.equal(reservationId, 'INVALID');
  assert.deepEqual(Object.keys(lines), [
    'lines.0.quantity',
    'lines.1.productId',
    'lines.1.quantity',
    'lines.2.quantity',
  ]);
  assert.deepEqual(codesOf(await reserve(reserver, [])), { lines: 'REQUIRED' });
  const long = {
    reservationId: randomUUID(),
    reference: 'x'.repeat(101),
    lines: [{ productId: id, quantity: '1' }],
  };
  assert.deepEqual(codesOf(await callMutation(reserver, 'reserveStock', long, 'reservation { id }')), {
    reference: 'TOO_LONG',
  });
  const tooMany = Array.from({ length: 1_001 }, () => [randomUUID(), '1'] as const);
  assert.deepEqual(codesOf(await reserve(reserver, tooMany)), { lines: 'OUT_OF_RANGE' });
  const unknown = await reserve(reserver, [
    [randomUUID(), '1'],
    ['nothing', '1'],
  ]);
  assert.deepEqual(codesOf(unknown), { 'lines.0.productId': 'NOT_FOUND', 'lines.1.productId': 'NOT_FOUND' });
});

test('a thousand lines are reserved and released by the same few statements', async () => {
  const { sql } = subgraph.database;
  const ids = Array.from({ length: 1_000 }, () => randomUUID());
  await sql`
    insert into products (id, sku, name, unit, unit_price_micro, currency, tax_rate_milli, stock_e4, is_stock_tracked)
    select id::uuid, id, 'Many', 'piece', 0, 'EUR', 0, 10000, true from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb) as id`;
  const reservationId = randomUUID();
  const lines = ids.map((id) => [id, '1'] as const);
  const statements = await subgraph.statementsDuring(async () => {
    assert.equal((await reserve(reserver, lines, reservationId)).reservation?.lines.length, 1_000);
    assert.equal((await release(reserver, reservationId)).reservation?.isClosed, true);
  });
  assert.ok(statements.length <= 25, statements.join('\n'));
});

test('concurrent reservations of the same products in any order all end, and never take more than there is', async () => {
  const ids = await Promise.all(['20', '20', '20'].map(stocked));
  const [one, two, three] = ids;
  assert.ok(one && two && three);
  const orders = [
    [one, two, three],
    [three, two, one],
    [two, three, one],
  ];
  const payloads = await Promise.all(
    Array.from({ length: 60 }, (_, nth) =>
      reserve(
        reserver,
        (orders[nth % orders.length] ?? []).map((id) => [id, '0.7'] as const),
      ),
    ),
  );
  const made = payloads.filter(({ reservation }) => reservation !== null);
  assert.equal(made.length, 28);
  for (const id of ids) assert.equal(await auditStock(id), 4_000n);
  await Promise.all(made.map(({ reservation }) => release(reserver, reservation?.id ?? '')));
  for (const id of ids) assert.equal(await auditStock(id), 200_000n);
});

test('whatever is reserved, released and moved at once, the stock is the sum of its journal', async () => {
  const step = fc.record({
    kind: fc.constantFrom('reserve', 'release', 'part', 'receipt', 'withdrawal'),
    which: fc.integer({ min: 0, max: 2 }),
    quantity: fc.integer({ min: 1, max: 40_000 }).map((value) => (value / 10_000).toFixed(4)),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const [first, second] = [await stocked('5'), await stocked('3')];
      const reservations = [randomUUID(), randomUUID(), randomUUID()];
      await Promise.all(
        steps.map(({ kind, which, quantity }) => {
          const reservationId = reservations[which] ?? '';
          if (kind === 'reserve') {
            const lines = [[first, quantity] as const, [second, '1'] as const];
            return reserve(reserver, which === 1 ? lines.toReversed() : lines, reservationId);
          }
          if (kind === 'release') return release(reserver, reservationId);
          if (kind === 'part') return release(reserver, reservationId, [[first, quantity]]);
          return move(manager, first, kind.toUpperCase(), quantity);
        }),
      );
      for (const id of [first, second]) assert.ok((await auditStock(id)) >= 0n);
    }),
    { numRuns: pickSize({ quick: 10, long: 200 }) },
  );
});
