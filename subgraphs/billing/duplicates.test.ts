import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { credit } from './testing/credit-calls.ts';
import { duplicate, failToDuplicate, readTerms, voidUnpaid } from './testing/duplicate-calls.ts';
import { freeLine, mutateInvoice, read, remove, succeed } from './testing/invoice-calls.ts';
import { issueFor, settle } from './testing/payment-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';
import { importChunk, importedInvoice, importedWithLines } from './testing/test-import.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let customerId: string;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  customerId = billing.addCustomer();
});
after(() => billing.close());

const less = (given: object) => ({ reason: 'Discount', ...given });

/** An input with every term that a draft can have. */
const richInput = (productId: string) => ({
  customerId,
  currency: 'EUR',
  pricesIncludeTax: true,
  lines: [
    {
      productId,
      description: 'Flour, fine',
      quantity: '2.5',
      unit: 'bag',
      unitPrice: '9.999',
      taxRate: '20',
    },
    { ...freeLine, allowances: [less({ percent: '12.5' })], charges: [less({ amount: '3.01' })] },
    { ...freeLine, taxRate: '0', taxCategory: 'EXEMPT', taxExemptionReason: 'Article 261' },
  ],
  allowances: [less({ percent: '7' }), less({ amount: '1.11', taxRate: '20' })],
  charges: [{ amount: '5', reason: 'Freight', taxRate: '5.5' }],
  note: 'Thank you',
  dueDate: '2026-04-01',
  externalReference: randomUUID(),
});

test('a duplicate has the terms of its invoice, and neither its dates, number nor reference', async () => {
  const productId = billing.addProduct();
  const draft = await succeed(manager, 'createInvoice', richInput(productId));
  const issued = await succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
  billing.products.entities.set(productId, {
    ...(billing.products.entities.get(productId) ?? assert.fail()),
    sku: 'FLOUR-NEW',
    name: 'Another name',
    unitPrice: { amount: '99', currency: 'USD' },
    taxRate: '0.00',
  });
  const copy = await duplicate(manager, issued.id);
  assert.notEqual(copy.id, issued.id);
  assert.deepEqual([copy.status, copy.version, copy.customer.id], ['DRAFT', 1, customerId]);
  const { number, issueDate, issuedAt, dueDate, externalReference, customerSnapshot, note } = copy;
  assert.deepEqual(
    [number, issueDate, issuedAt, dueDate, externalReference, customerSnapshot],
    Array(6).fill(null),
  );
  assert.equal(note, 'Thank you');
  assert.equal(copy.lines[0]?.sku, 'FLOUR-NEW');
  assert.deepEqual(await readTerms(manager, copy.id), await readTerms(manager, issued.id));
  const lineIds = new Set([...issued.lines, ...copy.lines].map(({ id }) => id));
  assert.equal(lineIds.size, 6);
  await succeed(manager, 'issueInvoice', { id: copy.id, expectedVersion: 1 });
});

test('drafts, issued, paid, credited and void invoices can be duplicated, and stay as they are', async () => {
  const draft = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [] });
  const [issued, paid, credited, ended] = [
    await issueFor(manager, customerId, '10.00'),
    await issueFor(manager, customerId, '10.00'),
    await issueFor(manager, customerId, '10.00'),
    await issueFor(manager, customerId, '10.00'),
  ];
  await settle(manager, 'recordPayment', { invoiceId: paid, amount: '10.00' });
  await credit(manager, { invoiceId: credited });
  await voidUnpaid(manager, ended);
  for (const id of [draft.id, issued, paid, credited, ended]) {
    const original = await read(manager, id);
    assert.ok(original?.availableActions.includes('DUPLICATE'));
    const copy = await duplicate(manager, id);
    assert.deepEqual([copy.status, copy.total], ['DRAFT', original?.total]);
    assert.deepEqual(await read(manager, id), original);
  }
});

test('an imported invoice is duplicated with its lines, without their stock keeping units', async () => {
  const { invoice, lines } = importedWithLines([20_000, 5_000], { customer_id: customerId });
  await importChunk(billing.database.sql, { invoices: [invoice], lines });
  const copy = await duplicate(manager, invoice.id);
  assert.deepEqual(
    copy.lines.map(({ sku, description, quantity, totalAmount }) => [
      sku,
      description,
      quantity,
      totalAmount.amount,
    ]),
    [
      [null, 'White hanging heart', '2', '3.60'],
      [null, 'White hanging heart', '0.5', '0.90'],
    ],
  );
  assert.equal(copy.total.amount, '4.50');
  await succeed(manager, 'issueInvoice', { id: copy.id, expectedVersion: 1 });
});

test("the tax of a duplicate is rounded once for a rate, even if its invoice's was rounded line by line", async () => {
  // Two lines of 0.02 at 20 %: by line the tax is twice 0.004, by rate it is 0.008.
  const { invoice, lines } = importedWithLines([133, 133], {
    customer_id: customerId,
    is_taxed_by_line: true,
  });
  await importChunk(billing.database.sql, { invoices: [invoice], lines });
  assert.equal((await read(manager, invoice.id))?.total.amount, '0.04');
  assert.equal((await duplicate(manager, invoice.id)).total.amount, '0.05');
});

test('an imported line whose quantity a draft cannot have is named', async () => {
  const { invoice, lines } = importedWithLines([20_000, -5_000], { customer_id: customerId });
  await importChunk(billing.database.sql, { invoices: [invoice], lines });
  assert.deepEqual(await failToDuplicate(manager, { id: invoice.id }), {
    'lines.1.quantity': 'OUT_OF_RANGE',
  });
});

test('what cannot be duplicated is refused for the reason that `actions` gives', async () => {
  const withoutLines = importedInvoice({ customer_id: customerId });
  const unknown = importedWithLines([10_000]);
  await importChunk(billing.database.sql, {
    invoices: [withoutLines, unknown.invoice],
    lines: unknown.lines,
  });
  const note = await credit(manager, { invoiceId: await issueFor(manager, customerId, '10.00') });
  const reasons: [id: string, reason: RegExp][] = [
    [withoutLines.id, /without lines/],
    [unknown.invoice.id, /without a known customer/],
    [note.id, /credit note/],
  ];
  for (const [id, reason] of reasons) {
    const { invoice, userErrors } = await mutateInvoice(manager, 'duplicateInvoice', { id });
    assert.equal(invoice, null);
    assert.deepEqual(
      userErrors.map(({ field, code }) => [field, code]),
      [[['id'], 'WRONG_STATE']],
    );
    assert.match(userErrors[0]?.message ?? '', reason);
    const { data } = await manager<{ invoice: { actions: { action: string; reason: string | null }[] } }>(
      'query ($id: ID!) { invoice(id: $id) { actions { action reason } } }',
      { id },
    );
    const state = data.invoice.actions.find(({ action }) => action === 'DUPLICATE');
    assert.equal(state?.reason, userErrors[0]?.message);
  }
  assert.deepEqual(await failToDuplicate(manager, { id: randomUUID() }), { id: 'NOT_FOUND' });
  assert.deepEqual(await failToDuplicate(manager, { id: 'no id', idempotencyKey: '' }), {
    id: 'NOT_FOUND',
    idempotencyKey: 'REQUIRED',
  });
});

test('an archived customer, archived products and missing ones are told at once, with the paths of their lines', async () => {
  const [buyer, archived, missing] = [billing.addCustomer(), billing.addProduct(), billing.addProduct()];
  const lines = [archived, missing].map((productId) => ({ productId, quantity: '1' }));
  const draft = await succeed(manager, 'createInvoice', {
    customerId: buyer,
    currency: 'EUR',
    lines: [freeLine, ...lines, lines[0]],
  });
  const [customer, product] = [
    billing.customers.entities.get(buyer),
    billing.products.entities.get(archived),
  ];
  assert.ok(customer && product);
  customer.status = 'ARCHIVED';
  product.status = 'ARCHIVED';
  billing.products.entities.delete(missing);
  assert.deepEqual(await failToDuplicate(manager, { id: draft.id, idempotencyKey: ' ' }), {
    customerId: 'WRONG_STATE',
    'lines.1.productId': 'WRONG_STATE',
    'lines.2.productId': 'NOT_FOUND',
    'lines.3.productId': 'WRONG_STATE',
    idempotencyKey: 'REQUIRED',
  });
  const { sql } = billing.database;
  const rows = await sql`select from billing.invoices where customer_id = ${buyer}`;
  assert.equal(rows.length, 1);
});

test('without an answer of the customer or the product service nothing is written', async () => {
  const id = await issueFor(manager, customerId, '10.00');
  const input = { id, idempotencyKey: 'once they answer' };
  billing.customers.behave('broken');
  billing.products.behave('broken');
  const { userErrors } = await mutateInvoice(manager, 'duplicateInvoice', input);
  billing.customers.behave('well');
  billing.products.behave('well');
  assert.deepEqual(new Set(userErrors.map(({ code }) => code)), new Set(['UNAVAILABLE']));
  await succeed(manager, 'duplicateInvoice', input);
});

test('repeated calls with a key, at once or later, make one draft', async () => {
  const id = await issueFor(manager, customerId, '10.00');
  const input = { id, idempotencyKey: 'duplicate once' };
  const calls = await Promise.all(
    Array.from({ length: 5 }, () => succeed(manager, 'duplicateInvoice', input)),
  );
  const later = await succeed(manager, 'duplicateInvoice', input);
  assert.equal(new Set([...calls, later].map((copy) => copy.id)).size, 1);
  assert.notEqual((await duplicate(manager, id)).id, later.id);
  const other = await issueFor(manager, customerId, '10.00');
  assert.deepEqual(await failToDuplicate(manager, { ...input, id: other }), {
    idempotencyKey: 'IDEMPOTENCY_KEY_REUSED',
  });
  await remove(manager, { id: later.id, expectedVersion: 1 });
  assert.deepEqual(await failToDuplicate(manager, input), { idempotencyKey: 'NOT_FOUND' });
});

test('a duplicate of a draft that changes meanwhile has the terms of one version of it', async () => {
  const termsOf = (text: string) => ({ note: text, lines: [{ ...freeLine, description: text }] });
  const base = { customerId, currency: 'EUR' };
  const { id } = await succeed(manager, 'createInvoice', { ...base, ...termsOf('Version 1') });
  for (let version = 1; version <= 20; version += 1) {
    const change = { id, expectedVersion: version, ...termsOf(`Version ${version + 1}`) };
    const [, ...copies] = await Promise.all([
      succeed(manager, 'updateInvoice', change),
      ...Array.from({ length: 6 }, () => duplicate(manager, id)),
    ]);
    for (const { note, lines } of copies) assert.equal(lines[0]?.description, note);
  }
});

test('the history of a duplicate names its invoice; that of the invoice has no new event', async () => {
  const original = await succeed(manager, 'createInvoice', {
    customerId,
    currency: 'EUR',
    lines: [freeLine],
  });
  const copy = await duplicate(manager, original.id);
  const readHistory = async (id: string) => {
    const { data, errors } = await manager<{
      invoice: { history: { edges: { node: { kind: string; duplicateOf: { id: string } | null } }[] } };
    }>('query ($id: ID!) { invoice(id: $id) { history { edges { node { kind duplicateOf { id } } } } } }', {
      id,
    });
    assert.deepEqual(errors, []);
    return data.invoice.history.edges.map(({ node }) => node);
  };
  assert.deepEqual(await readHistory(original.id), [{ kind: 'CREATED', duplicateOf: null }]);
  assert.deepEqual(await readHistory(copy.id), [{ kind: 'CREATED', duplicateOf: { id: original.id } }]);
  await remove(manager, { id: original.id, expectedVersion: 1 });
  assert.deepEqual(await readHistory(copy.id), [{ kind: 'CREATED', duplicateOf: null }]);
});

test('a duplicate of many lines takes as many statements and requests as one of a single line', async () => {
  const prepare = async (count: number) => {
    const lines = Array.from({ length: count }, () => ({ productId: billing.addProduct(), quantity: '1' }));
    return (await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines })).id;
  };
  const [one, many] = [await prepare(1), await prepare(200)];
  const single = await billing.statementsDuring(() => duplicate(manager, one));
  const seen = billing.products.requests.length;
  const several = await billing.statementsDuring(() => duplicate(manager, many));
  assert.equal(several.length, single.length, several.join('\n'));
  assert.deepEqual(
    billing.products.requests.slice(seen).map(({ count }) => count),
    [200],
  );
});
