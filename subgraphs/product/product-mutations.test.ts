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

test('a new product is stored in normal form, without stock', async () => {
  const sku = randomUUID();
  const { id, createdAt, updatedAt, ...product } = await createProduct(manager, {
    sku: ` ${sku} `,
    name: 'Cafe\u0301 mug',
    description: 'Two\r\nlines',
    unitPrice: { amount: '2.5', currency: 'EUR' },
    taxRate: '5.5',
  });
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  assert.match(createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.equal(updatedAt, createdAt);
  assert.deepEqual(product, {
    sku,
    name: 'Café mug',
    description: 'Two\nlines',
    unit: 'piece',
    unitPrice: { amount: '2.50', currency: 'EUR' },
    taxRate: '5.50',
    isStockTracked: true,
    taxCategory: 'STANDARD',
    taxExemptionReason: null,
    stock: '0',
    status: 'ACTIVE',
    version: 1,
  });
});

test('stock is not tracked unless the product says so, and may be tracked later', async () => {
  const { product } = await mutateProduct(manager, 'createProduct', {
    sku: randomUUID(),
    name: 'Hour of work',
    unitPrice: { amount: '90', currency: 'EUR' },
    taxRate: '20',
  });
  assert.equal(product?.isStockTracked, false);
  const change = { id: product.id, expectedVersion: 1 };
  const emptied = await mutateProduct(manager, 'updateProduct', { ...change, isStockTracked: null });
  assert.deepEqual(codesOf(emptied), { isStockTracked: 'REQUIRED' });
  const tracked = await mutateProduct(manager, 'updateProduct', { ...change, isStockTracked: true });
  assert.equal(tracked.product?.isStockTracked, true);
});

test('a product has a default VAT category, which a rate above zero ends', async () => {
  const created = await createProduct(manager, {
    taxRate: '0',
    taxCategory: 'EXEMPT',
    taxExemptionReason: 'Medical care',
  });
  const { id } = created;
  assert.deepEqual([created.taxCategory, created.taxExemptionReason], ['EXEMPT', 'Medical care']);
  const update = async (version: number, input: object) => {
    const payload = await mutateProduct(manager, 'updateProduct', { id, expectedVersion: version, ...input });
    const { taxCategory, taxRate, taxExemptionReason } = payload.product ?? {};
    return payload.product === null ? codesOf(payload) : [taxCategory, taxRate, taxExemptionReason];
  };
  assert.deepEqual(await update(1, { taxCategory: 'EXEMPT' }), { taxExemptionReason: 'REQUIRED' });
  assert.deepEqual(await update(1, { taxRate: '20' }), ['STANDARD', '20.00', null]);
  assert.deepEqual(await update(2, { taxCategory: 'EXPORT' }), ['EXPORT', '0.00', 'Export outside the EU']);
  assert.deepEqual(await update(3, { taxRate: '0' }), ['EXPORT', '0.00', 'Export outside the EU']);
  assert.deepEqual(await update(4, { taxCategory: 'ZERO_RATED' }), ['ZERO_RATED', '0.00', null]);
});

test('a price has the decimals of its currency, and up to six more', async () => {
  for (const [amount, currency] of [
    ['1234', 'JPY'],
    ['1.234', 'KWD'],
    ['0.00', 'USD'],
    ['0.2345', 'EUR'],
    ['0.00000001', 'EUR'],
    ['1.5', 'JPY'],
  ] as const) {
    const { unitPrice } = await createProduct(manager, { unitPrice: { amount, currency } });
    assert.deepEqual(unitPrice, { amount, currency });
  }
});

test('all problems of a new product are reported at once', async () => {
  const { sku } = await createProduct(manager);
  const wrong = {
    sku,
    name: '',
    description: 'x'.repeat(2001),
    unit: 'a\u0000b',
    unitPrice: { amount: '1.0000001', currency: 'JPY' },
    taxRate: '100.01',
    idempotencyKey: 'a\nb',
  };
  assert.deepEqual(codesOf(await mutateProduct(manager, 'createProduct', wrong)), {
    sku: 'TAKEN',
    name: 'REQUIRED',
    description: 'TOO_LONG',
    unit: 'INVALID',
    'unitPrice.amount': 'INVALID',
    taxRate: 'OUT_OF_RANGE',
    idempotencyKey: 'INVALID',
  });
  const alsoWrong = {
    ...wrong,
    sku: ' ',
    unitPrice: { amount: '-0.01', currency: 'EUR' },
    taxRate: '5.5555',
  };
  const codes = codesOf(await mutateProduct(manager, 'createProduct', alsoWrong));
  assert.deepEqual(
    [codes['sku'], codes['unitPrice.amount'], codes['taxRate']],
    ['REQUIRED', 'OUT_OF_RANGE', 'INVALID'],
  );
});

test('an update sets given fields, empties null ones and keeps absent ones', async () => {
  const before = await createProduct(manager, { description: 'x' });
  const input = {
    id: before.id,
    expectedVersion: 1,
    description: null,
    unitPrice: { amount: '3', currency: 'GBP' },
  };
  const { product } = await mutateProduct(manager, 'updateProduct', input);
  assert.deepEqual(product, {
    ...before,
    description: null,
    unitPrice: { amount: '3.00', currency: 'GBP' },
    version: 2,
    updatedAt: product?.updatedAt,
  });
});

test('required fields of a product cannot be emptied', async () => {
  const { id } = await createProduct(manager);
  const input = { id, expectedVersion: 9, sku: null, name: null, unit: null, unitPrice: null, taxRate: null };
  assert.deepEqual(codesOf(await mutateProduct(manager, 'updateProduct', input)), {
    expectedVersion: 'CONFLICT',
    sku: 'REQUIRED',
    name: 'REQUIRED',
    unit: 'REQUIRED',
    unitPrice: 'REQUIRED',
    taxRate: 'REQUIRED',
  });
});

test('an unknown product cannot be changed', async () => {
  for (const id of [randomUUID(), 'no-uuid']) {
    for (const name of ['updateProduct', 'archiveProduct', 'restoreProduct'] as const) {
      assert.deepEqual(codesOf(await mutateProduct(manager, name, { id, expectedVersion: 1 })), {
        id: 'NOT_FOUND',
      });
    }
  }
});

test('of many changes from one version, one succeeds and the others conflict', async () => {
  const { id } = await createProduct(manager);
  const payloads = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      mutateProduct(manager, 'updateProduct', { id, expectedVersion: 1, name: `name ${index}` }),
    ),
  );
  const refused = payloads.filter(({ product }) => product === null);
  assert.equal(refused.length, 7);
  for (const payload of refused) assert.deepEqual(codesOf(payload), { expectedVersion: 'CONFLICT' });
});

test('of many products with one stock keeping unit, one is added or changed and the others are refused', async () => {
  const sku = randomUUID();
  const others = await Promise.all(Array.from({ length: 4 }, () => createProduct(manager)));
  const price = { unitPrice: { amount: '1', currency: 'EUR' }, taxRate: '0' };
  const payloads = await Promise.all([
    ...others.map(({ id }) => mutateProduct(manager, 'updateProduct', { id, expectedVersion: 1, sku })),
    ...others.map(() => mutateProduct(manager, 'createProduct', { sku, name: 'twin', ...price })),
  ]);
  const refused = payloads.filter(({ product }) => product === null);
  assert.equal(refused.length, 7);
  for (const payload of refused) assert.deepEqual(codesOf(payload), { sku: 'TAKEN' });
});

test('a product is archived and restored, each once', async () => {
  const { id } = await createProduct(manager);
  const archived = await mutateProduct(manager, 'archiveProduct', { id, expectedVersion: 1 });
  assert.deepEqual([archived.product?.status, archived.product?.version], ['ARCHIVED', 2]);
  const again = await mutateProduct(manager, 'archiveProduct', { id, expectedVersion: 2 });
  assert.deepEqual(codesOf(again), { '': 'WRONG_STATE' });
  const restored = await mutateProduct(manager, 'restoreProduct', { id, expectedVersion: 2 });
  assert.deepEqual([restored.product?.status, restored.product?.version], ['ACTIVE', 3]);
});

test('repeated calls with one key add one product, even at the same time', async () => {
  const input = {
    sku: randomUUID(),
    name: 'once',
    unitPrice: { amount: '1', currency: 'EUR' },
    taxRate: '20',
    idempotencyKey: randomUUID(),
  };
  const payloads = await Promise.all(
    Array.from({ length: 8 }, () => mutateProduct(manager, 'createProduct', input)),
  );
  assert.equal(new Set(payloads.map(({ product }) => product?.id)).size, 1);
  assert.ok(payloads[0]?.product);
  const other = await mutateProduct(manager, 'createProduct', { ...input, sku: randomUUID() });
  assert.deepEqual(codesOf(other), { idempotencyKey: 'IDEMPOTENCY_KEY_REUSED' });
});

test('fields that only the system sets are refused in an input', async () => {
  const { id } = await createProduct(manager);
  for (const slipped of [{ stock: '1000' }, { status: 'ARCHIVED' }, { version: 9 }, { movementCount: 3 }]) {
    const { data, errors } = await manager(
      'mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { product { id } } }',
      { input: { id, expectedVersion: 1, ...slipped } },
    );
    assert.deepEqual(data, {});
    assert.equal(errors[0]?.extensions?.code, 'BAD_USER_INPUT');
  }
});
