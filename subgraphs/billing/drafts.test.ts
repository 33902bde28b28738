import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { fail, freeLine, mutateInvoice, read, remove, succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let customerId: string;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());
beforeEach(() => {
  customerId = billing.addCustomer();
});

const draftOf = (changes: object = {}) => ({ customerId, currency: 'EUR', lines: [freeLine], ...changes });
const create = (changes?: object) => succeed(manager, 'createInvoice', draftOf(changes));

test('a draft takes absent values of a line from the product', async () => {
  const productId = billing.addProduct();
  const draft = await create({ lines: [{ productId, quantity: '2' }, freeLine] });
  const [taken, free] = draft.lines;
  assert.equal(taken?.sku, 'FLOUR-T55');
  assert.equal(taken?.description, 'Wheat flour T55');
  assert.equal(taken?.unit, 'kg');
  assert.equal(taken?.quantity, '2');
  assert.equal(taken?.product?.id, productId);
  assert.deepEqual(taken?.totalAmount, { amount: '2.43', currency: 'EUR' });
  assert.equal(free?.product, null);
  assert.equal(free?.position, 2);
  assert.deepEqual(draft.total, { amount: '146.43', currency: 'EUR' });
  assert.deepEqual(
    draft.taxSubtotals.map(({ taxRate, taxAmount }) => [taxRate, taxAmount.amount]),
    [
      ['5.50', '0.13'],
      ['20.00', '24.00'],
    ],
  );
});

test('a draft has no number, no snapshot, and may have no lines', async () => {
  const draft = await create({ lines: [], note: ' first\r\nsecond ', dueDate: '2026-04-01' });
  assert.equal(draft.status, 'DRAFT');
  assert.deepEqual(
    [draft.number, draft.issueDate, draft.issuedAt, draft.customerSnapshot],
    [null, null, null, null],
  );
  assert.deepEqual(draft.availableActions, ['UPDATE', 'DELETE', 'DUPLICATE']);
  assert.deepEqual(draft.total, { amount: '0.00', currency: 'EUR' });
  assert.equal(draft.note, 'first\nsecond');
});

test('all problems are reported at once, including those of other services', async () => {
  await create({ externalReference: 'taken' });
  const productId = billing.addProduct({ status: 'ARCHIVED' });
  const codes = await fail(manager, 'createInvoice', {
    customerId: randomUUID(),
    currency: 'EUR',
    externalReference: 'taken',
    idempotencyKey: '',
    note: 'x'.repeat(2_001),
    lines: [
      { productId, quantity: '1.23456' },
      { productId: 'no id', quantity: '1', unitPrice: '1.999999999' },
      { quantity: '1' },
    ],
  });
  assert.deepEqual(codes, {
    customerId: 'NOT_FOUND',
    externalReference: 'TAKEN',
    idempotencyKey: 'REQUIRED',
    note: 'TOO_LONG',
    'lines.0.productId': 'WRONG_STATE',
    'lines.0.quantity': 'INVALID',
    'lines.1.productId': 'NOT_FOUND',
    'lines.1.unitPrice': 'INVALID',
    'lines.2.description': 'REQUIRED',
    'lines.2.unitPrice': 'REQUIRED',
    'lines.2.taxRate': 'REQUIRED',
  });
});

test('a draft for an archived customer is refused', async () => {
  const archived = billing.addCustomer({ status: 'ARCHIVED' });
  assert.deepEqual(await fail(manager, 'createInvoice', draftOf({ customerId: archived })), {
    customerId: 'WRONG_STATE',
  });
});

test('an external reference is unique, even among calls at the same time', async () => {
  const payloads = await Promise.all(
    Array.from({ length: 5 }, () =>
      mutateInvoice(manager, 'createInvoice', draftOf({ externalReference: 'race' })),
    ),
  );
  const refused = payloads.flatMap(({ userErrors }) => userErrors);
  assert.deepEqual(
    refused.map(({ field, code }) => [...field, code]),
    Array.from({ length: 4 }, () => ['externalReference', 'TAKEN']),
  );
});

test('fields that the API sets are refused in an input', async () => {
  for (const field of ['status', 'number', 'version', 'issuedAt', 'netTotal']) {
    const { status, errors } = await manager(
      'mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { invoice { id } } }',
      { input: { ...draftOf(), idempotencyKey: 'mass', [field]: 'ISSUED' } },
    );
    assert.equal(status, 400);
    assert.match(errors[0]?.message ?? '', new RegExp(`"${field}" is not defined`));
  }
});

test('an update replaces given fields and keeps the others', async () => {
  const draft = await create({ note: 'stays', dueDate: '2026-04-01', externalReference: 'update-1' });
  const other = billing.addCustomer({ displayName: 'Other' });
  const updated = await succeed(manager, 'updateInvoice', {
    id: draft.id,
    expectedVersion: 1,
    customerId: other,
    dueDate: null,
    lines: [{ ...freeLine, quantity: '3' }, freeLine],
  });
  assert.equal(updated.version, 2);
  assert.equal(updated.customer.id, other);
  assert.equal(updated.dueDate, null);
  assert.equal(updated.note, 'stays');
  assert.equal(updated.externalReference, 'update-1');
  assert.deepEqual(
    updated.lines.map(({ position, quantity }) => [position, quantity]),
    [
      [1, '3'],
      [2, '1.5'],
    ],
  );
  assert.deepEqual(updated.total, { amount: '432.00', currency: 'EUR' });
});

test('an update without changes changes nothing, and may name its own external reference', async () => {
  const draft = await create({ externalReference: 'mine' });
  assert.equal((await succeed(manager, 'updateInvoice', { id: draft.id, expectedVersion: 1 })).version, 1);
  const again = { id: draft.id, expectedVersion: 1, externalReference: 'mine', note: 'new' };
  assert.equal((await succeed(manager, 'updateInvoice', again)).version, 2);
});

test('an update checks only the references in its input', async () => {
  const productId = billing.addProduct();
  const draft = await create({ lines: [{ productId, quantity: '1' }] });
  billing.products.entities.delete(productId);
  const before = billing.products.requests.length;
  await succeed(manager, 'updateInvoice', { id: draft.id, expectedVersion: 1, note: 'n' });
  assert.equal(billing.products.requests.length, before);
  assert.deepEqual(
    await fail(manager, 'updateInvoice', {
      id: draft.id,
      expectedVersion: 2,
      lines: [{ productId, quantity: '1' }],
    }),
    { 'lines.0.productId': 'NOT_FOUND' },
  );
});

test('of many updates from one version, one succeeds and the others conflict', async () => {
  const draft = await create();
  const payloads = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      mutateInvoice(manager, 'updateInvoice', {
        id: draft.id,
        expectedVersion: 1,
        note: `${index}`,
        lines: Array.from({ length: index }, () => freeLine),
      }),
    ),
  );
  const winners = payloads.flatMap(({ invoice }) => invoice ?? []);
  assert.equal(winners.length, 1);
  const conflicts = payloads.flatMap(({ userErrors }) => userErrors);
  assert.deepEqual(
    new Set(conflicts.map(({ field, code }) => `${field} ${code}`)),
    new Set(['expectedVersion CONFLICT']),
  );
  const now = await read(manager, draft.id);
  assert.equal(now?.version, 2);
  assert.equal(now?.lines.length, Number(now?.note));
});

test('a draft is deleted with its lines, if the caller has seen its version', async () => {
  const draft = await create();
  assert.deepEqual(await remove(manager, { id: draft.id, expectedVersion: 2 }), {
    expectedVersion: 'CONFLICT',
  });
  assert.equal(await remove(manager, { id: draft.id, expectedVersion: 1 }), draft.id);
  assert.equal(await read(manager, draft.id), null);
  const lines = await billing.database.sql`select 1 from invoice_lines where invoice_id = ${draft.id}`;
  assert.equal(lines.length, 0);
  assert.deepEqual(await remove(manager, { id: draft.id, expectedVersion: 1 }), { id: 'NOT_FOUND' });
  assert.deepEqual(await remove(manager, { id: 'no id', expectedVersion: 1 }), { id: 'NOT_FOUND' });
});

test('a repeated create is answered with the first draft, even after the product is gone', async () => {
  const productId = billing.addProduct();
  const input = { ...draftOf({ lines: [{ productId, quantity: '1' }] }), idempotencyKey: 'create-once' };
  const [first, ...others] = await Promise.all(
    Array.from({ length: 5 }, () => succeed(manager, 'createInvoice', input)),
  );
  for (const other of others) assert.equal(other.id, first?.id);
  billing.products.entities.delete(productId);
  assert.equal((await succeed(manager, 'createInvoice', input)).id, first?.id);
  assert.deepEqual(await fail(manager, 'createInvoice', { ...input, note: 'other' }), {
    idempotencyKey: 'IDEMPOTENCY_KEY_REUSED',
  });
});

test('a repeated create of a deleted draft creates no other', async () => {
  const input = draftOf({ idempotencyKey: 'create-and-delete' });
  const { id } = await succeed(manager, 'createInvoice', input);
  await remove(manager, { id, expectedVersion: 1 });
  assert.deepEqual(await fail(manager, 'createInvoice', input), { idempotencyKey: 'NOT_FOUND' });
});

test('a refused create leaves its key free for the corrected call', async () => {
  const idempotencyKey = 'mended';
  await fail(manager, 'createInvoice', { ...draftOf({ lines: [{ quantity: '1' }] }), idempotencyKey });
  await succeed(manager, 'createInvoice', { ...draftOf(), idempotencyKey });
});

test("the products of a draft are read once, by one request, with the caller's token", async () => {
  const productIds = Array.from({ length: 20 }, () => billing.addProduct());
  const lines = [...productIds, ...productIds].map((productId) => ({ productId, quantity: '1' }));
  const seen = billing.products.requests.length;
  await create({ lines });
  const requests = billing.products.requests.slice(seen);
  assert.deepEqual(
    requests.map(({ count }) => count),
    [20],
  );
  assert.match(requests[0]?.authorization ?? '', /^Bearer ey/);
});

test('a draft with many lines takes as many statements as one with a single line', async () => {
  const write = (count: number) => () => create({ lines: Array.from({ length: count }, () => freeLine) });
  const one = await billing.statementsDuring(write(1));
  const thousand = await billing.statementsDuring(write(1_000));
  assert.equal(thousand.length, one.length);
});
