import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { duplicate } from './testing/duplicate-calls.ts';
import { fail, freeLine, succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

const fields = `purchaseOrder buyerReference contract operationKind
  delivery { recipientName address { line1 line2 postalCode city countryCode } date period { start end } }`;

async function readDetails(id: string): Promise<Record<string, unknown>> {
  const { data, errors } = await manager<{ invoice: Record<string, unknown> }>(
    `query ($id: ID!) { invoice(id: $id) { ${fields} } }`,
    { id },
  );
  assert.deepEqual(errors, []);
  return data.invoice;
}

const address = { line1: 'Quai 7', line2: null, postalCode: '69007', city: 'Lyon', countryCode: 'FR' };
const details = {
  purchaseOrder: 'PO-2026/0042',
  buyerReference: 'Service 12',
  contract: 'C-7',
  operationKind: 'MIXED',
  delivery: { recipientName: 'Entrepôt Nord', address, date: '2026-03-02', period: null },
};
const none = {
  purchaseOrder: null,
  buyerReference: null,
  contract: null,
  operationKind: null,
  delivery: null,
};

const create = (changes: object = {}) =>
  succeed(manager, 'createInvoice', {
    customerId: billing.addCustomer(),
    currency: 'EUR',
    lines: [freeLine],
    ...changes,
  });

test('a draft keeps what documents say beside the figures, and a change replaces what it gives', async () => {
  const { id } = await create({ ...details, purchaseOrder: ' PO-2026/0042 ' });
  assert.deepEqual(await readDetails(id), details);
  const period = { start: '2026-02-01', end: '2026-02-28' };
  await succeed(manager, 'updateInvoice', {
    id,
    expectedVersion: 1,
    contract: null,
    purchaseOrder: details.purchaseOrder,
    delivery: { period },
  });
  const changed = {
    ...details,
    contract: null,
    delivery: { recipientName: null, address: null, date: null, period },
  };
  assert.deepEqual(await readDetails(id), changed);
  const { data } = await manager<{ invoice: { history: { edges: { node: { details: object } }[] } } }>(
    `query ($id: ID!) { invoice(id: $id) { history(first: 1) { edges { node { fields } } } } }`,
    { id },
  );
  assert.deepEqual(data.invoice.history.edges[0]?.node, { fields: ['contract', 'delivery'] });
  await succeed(manager, 'updateInvoice', { id, expectedVersion: 2, ...none });
  assert.deepEqual(await readDetails(id), none);
  assert.deepEqual(await readDetails((await create({ delivery: { recipientName: ' ' } })).id), none);
});

test('all problems of the details are told at once, for a preview, too', async () => {
  const wrong = {
    currency: 'EUR',
    lines: [freeLine],
    purchaseOrder: 'x'.repeat(101),
    buyerReference: 'a\nb',
    contract: '\u0000',
    delivery: {
      recipientName: 'x'.repeat(201),
      address: { line1: '', city: 'Lyon', countryCode: 'FX' },
      date: '1899-12-31',
      period: { start: '2026-03-02', end: '2026-03-01' },
    },
  };
  const codes = {
    purchaseOrder: 'TOO_LONG',
    buyerReference: 'INVALID',
    contract: 'INVALID',
    'delivery.recipientName': 'TOO_LONG',
    'delivery.address.line1': 'REQUIRED',
    'delivery.address.countryCode': 'INVALID',
    'delivery.date': 'OUT_OF_RANGE',
    'delivery.period.end': 'OUT_OF_RANGE',
    'delivery.period': 'INVALID',
  };
  const customerId = billing.addCustomer();
  assert.deepEqual(await fail(manager, 'createInvoice', { customerId, ...wrong }), codes);
  const { data } = await manager<{ previewInvoice: { userErrors: { field: string[] }[] } }>(
    `query ($input: PreviewInvoiceInput!) { previewInvoice(input: $input) { userErrors { field } } }`,
    { input: wrong },
  );
  assert.deepEqual(
    data.previewInvoice.userErrors.map(({ field }) => field.join('.')).sort(),
    Object.keys(codes).sort(),
  );
});

test('issuing freezes the details, and a credit note has those of its invoice', async () => {
  const { id } = await create(details);
  await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  await assert.rejects(
    billing.database
      .sql`update billing.invoices set purchase_order = 'other', version = version + 1 where id = ${id}`,
    { code: '23514' },
  );
  const { data } = await manager<{ createCreditNote: { creditNote: object } }>(
    `mutation ($input: CreateCreditNoteInput!) {
      createCreditNote(input: $input) { creditNote { ${fields} } userErrors { message } } }`,
    { input: { invoiceId: id, reason: 'Returned', idempotencyKey: id } },
  );
  assert.deepEqual(data.createCreditNote.creditNote, details);
});

test('a duplicate is delivered to the same place for the same contract, on other days for another order', async () => {
  const { id } = await create(details);
  assert.deepEqual(await readDetails((await duplicate(manager, id)).id), {
    ...details,
    purchaseOrder: null,
    delivery: { ...details.delivery, date: null },
  });
  const { id: other } = await create({ delivery: { date: '2026-03-02' } });
  assert.deepEqual(await readDetails((await duplicate(manager, other)).id), none);
});
