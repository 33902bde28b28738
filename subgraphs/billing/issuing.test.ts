import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import {
  fail,
  freeLine,
  mutateInvoice,
  read,
  remove,
  succeed,
  type TestInvoice,
} from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let customerId: string;
let productId: string;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());
beforeEach(() => {
  billing.setNow('2026-03-01T12:00:00Z');
  customerId = billing.addCustomer();
  productId = billing.addProduct();
});

const createDraft = (changes: object = {}): Promise<TestInvoice> =>
  succeed(manager, 'createInvoice', {
    customerId,
    currency: 'EUR',
    lines: [{ productId, quantity: '2' }, freeLine],
    ...changes,
  });
const issue = async (changes: object = {}): Promise<TestInvoice> =>
  succeed(manager, 'issueInvoice', { id: (await createDraft()).id, expectedVersion: 1, ...changes });

test('issuing gives a number, a day, an instant and the frozen customer', async () => {
  billing.setNow('2020-05-17T23:59:59.999Z');
  const first = await issue();
  assert.equal(first.status, 'ISSUED');
  assert.equal(first.number, '2020-000001');
  assert.equal(first.issueDate, '2020-05-17');
  assert.equal(first.issuedAt, '2020-05-17T23:59:59.999Z');
  assert.equal(first.version, 2);
  assert.deepEqual(first.availableActions, ['RECORD_PAYMENT', 'CREDIT', 'VOID', 'DUPLICATE']);
  assert.deepEqual(first.customerSnapshot, {
    id: customerId,
    displayName: 'Boulangerie Martin',
    addressLines: ['12 rue des Lilas', '69003 Lyon', 'France'],
    countryCode: 'FR',
    taxNumber: 'FR40303265045',
    address: { line1: '12 rue des Lilas', line2: null, postalCode: '69003', city: 'Lyon', countryCode: 'FR' },
    siren: null,
    siret: null,
    electronicAddress: null,
  });
  assert.equal((await issue()).number, '2020-000002');
  const { data } = await manager('{ invoiceByNumber(number: "2020-000002") { number status } }');
  assert.deepEqual(data, { invoiceByNumber: { number: '2020-000002', status: 'ISSUED' } });
});

test('each year has its own series, and days never go back within a series', async () => {
  assert.equal((await issue({ issueDate: '2018-06-01' })).number, '2018-000001');
  assert.equal((await issue({ issueDate: '2019-01-01' })).number, '2019-000001');
  assert.equal((await issue({ issueDate: '2018-06-01' })).number, '2018-000002');
  const { id } = await createDraft();
  const back = { id, expectedVersion: 1, issueDate: '2018-05-31' };
  const { userErrors } = await mutateInvoice(manager, 'issueInvoice', back);
  assert.deepEqual(
    userErrors.map(({ field, code }) => [...field, code]),
    [['issueDate', 'OUT_OF_RANGE']],
  );
  assert.match(userErrors[0]?.message ?? '', /2018-06-01/);
  assert.equal((await read(manager, id))?.status, 'DRAFT');
  assert.equal((await issue({ issueDate: '2018-12-31' })).number, '2018-000003');
});

test('an invoice is not issued in the future', async () => {
  const { id } = await createDraft();
  const future = { id, expectedVersion: 1, issueDate: '2026-03-02' };
  assert.deepEqual(await fail(manager, 'issueInvoice', future), { issueDate: 'OUT_OF_RANGE' });
});

test("issuing keeps the draft's figures after a change of the product, and takes its new stock keeping unit", async () => {
  const draft = await createDraft();
  billing.products.entities.set(productId, {
    status: 'ACTIVE',
    sku: 'FLOUR-NEW',
    name: 'New name',
    unit: 'bag',
    unitPrice: { amount: '9.99', currency: 'EUR' },
    taxRate: '20.00',
    taxCategory: 'STANDARD',
    taxExemptionReason: null,
    isStockTracked: false,
  });
  const issued = await succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
  assert.deepEqual(
    issued.lines,
    draft.lines.map((line) => (line.product === null ? line : { ...line, sku: 'FLOUR-NEW' })),
  );
  assert.deepEqual(issued.total, draft.total);
});

test('the customer is frozen in its state at the time of issue', async () => {
  const draft = await createDraft();
  const known = billing.customers.entities.get(customerId);
  assert.ok(known);
  const numbers = {
    siren: '303265045',
    siret: '30326504500011',
    electronicAddress: { scheme: '0225', id: '303265045_COMPTA' },
  };
  billing.customers.entities.set(customerId, {
    ...known,
    displayName: 'Renamed',
    address: null,
    taxNumber: null,
    ...numbers,
  });
  const issued = await succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
  const snapshot = {
    id: customerId,
    displayName: 'Renamed',
    addressLines: [],
    countryCode: null,
    taxNumber: null,
    address: null,
    ...numbers,
  };
  assert.deepEqual(issued.customerSnapshot, snapshot);
  // Reported for others (PrestaShop #12394, invoiceninja #1117): the customer moves, and the document does not.
  const address = {
    line1: '1 New Street',
    line2: null,
    postalCode: '1000',
    city: 'Elsewhere',
    countryCode: 'BE',
  };
  billing.customers.entities.set(customerId, { ...known, displayName: 'Moved', address });
  assert.deepEqual(await read(manager, draft.id), issued);
  billing.customers.entities.delete(customerId);
  billing.products.entities.delete(productId);
  assert.deepEqual(await read(manager, draft.id), issued);
});

test('an issued invoice cannot be changed, deleted or issued again', async () => {
  const { id } = await issue();
  for (const expectedVersion of [1, 2]) {
    const target = { id, expectedVersion };
    assert.deepEqual(await fail(manager, 'updateInvoice', { ...target, note: 'n' }), { id: 'WRONG_STATE' });
    assert.deepEqual(await fail(manager, 'issueInvoice', target), { id: 'WRONG_STATE' });
    assert.deepEqual(await remove(manager, target), { id: 'WRONG_STATE' });
  }
});

test('a draft that cannot be issued is refused and stays a draft', async () => {
  const empty = await createDraft({ lines: [] });
  assert.deepEqual(await fail(manager, 'issueInvoice', { id: empty.id, expectedVersion: 1 }), {
    id: 'WRONG_STATE',
  });
  assert.deepEqual(await fail(manager, 'issueInvoice', { id: empty.id, expectedVersion: 7 }), {
    expectedVersion: 'CONFLICT',
  });
  assert.deepEqual(await fail(manager, 'issueInvoice', { id: randomUUID(), expectedVersion: 1 }), {
    id: 'NOT_FOUND',
  });
});

test('archived and deleted customers and products prevent issuing, and all of them are named', async () => {
  const other = billing.addProduct({ sku: 'GONE' });
  const draft = await createDraft({
    lines: [
      { productId, quantity: '1' },
      { productId: other, quantity: '1' },
    ],
  });
  billing.products.entities.set(productId, {
    status: 'ARCHIVED',
    sku: 'OLD',
    name: 'Old',
    unit: 'kg',
    unitPrice: { amount: '1.00', currency: 'EUR' },
    taxRate: '20.00',
    taxCategory: 'STANDARD',
    taxExemptionReason: null,
    isStockTracked: false,
  });
  billing.products.entities.delete(other);
  const customer = billing.customers.entities.get(customerId);
  assert.ok(customer);
  customer.status = 'ARCHIVED';
  const { userErrors } = await mutateInvoice(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
  assert.deepEqual(
    userErrors.map(({ field, code }) => [...field, code]),
    [
      ['id', 'WRONG_STATE'],
      ['id', 'WRONG_STATE'],
      ['id', 'NOT_FOUND'],
    ],
  );
  assert.match(userErrors[1]?.message ?? '', /OLD of line 1/);
  assert.match(userErrors[2]?.message ?? '', /GONE of line 2/);
  assert.equal((await read(manager, draft.id))?.version, 1);
});

test('an invoice is overdue when its due date has passed', async () => {
  const draft = await createDraft({ dueDate: '2026-03-31' });
  await succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
  billing.setNow('2026-03-31T23:59:59Z');
  assert.equal((await read(manager, draft.id))?.isOverdue, false);
  billing.setNow('2026-04-01T00:00:00Z');
  assert.equal((await read(manager, draft.id))?.isOverdue, true);
});
