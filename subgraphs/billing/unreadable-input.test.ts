import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { fail, freeLine, mutateInvoice, read, succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let customerId: string;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  customerId = billing.addCustomer();
});
after(() => billing.close());

const badLines = [
  freeLine,
  { ...freeLine, quantity: '1,50' },
  { ...freeLine, unitPrice: 80, taxRate: 'twenty', unit: 'x'.repeat(21) },
  { ...freeLine, quantity: ['1'], unitPrice: { amount: '1' } },
];
const badLineCodes = {
  'lines.1.quantity': 'INVALID',
  'lines.2.unit': 'TOO_LONG',
  'lines.2.unitPrice': 'INVALID',
  'lines.2.taxRate': 'INVALID',
  'lines.3.quantity': 'INVALID',
  'lines.3.unitPrice': 'INVALID',
};

test('malformed values in a new draft are reported with their fields, together with all other problems', async () => {
  const codes = await fail(manager, 'createInvoice', {
    customerId: randomUUID(),
    currency: 'euro',
    dueDate: '2026-02-30',
    note: 'x'.repeat(2_001),
    lines: badLines,
  });
  assert.deepEqual(codes, {
    customerId: 'NOT_FOUND',
    currency: 'INVALID',
    dueDate: 'INVALID',
    note: 'TOO_LONG',
    ...badLineCodes,
  });
});

test('a message says what would be right', async () => {
  const { userErrors } = await mutateInvoice(manager, 'createInvoice', {
    customerId,
    currency: 'EUR',
    dueDate: '30/02/2026',
    lines: [{ ...freeLine, quantity: '1,50' }],
  });
  assert.deepEqual(
    userErrors.map(({ field, message }) => [field.join('.'), message]),
    [
      ['lines.0.quantity', 'Must be a decimal number as a string, for example "12.50".'],
      ['dueDate', 'Must be a day as ISO 8601 writes it, for example "2026-03-01".'],
    ],
  );
});

test('malformed values in a change and in an issue leave the draft unchanged', async () => {
  const draft = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine] });
  const intent = { id: draft.id, expectedVersion: draft.version };
  const change = { ...intent, dueDate: 20260301, lines: badLines };
  assert.deepEqual(await fail(manager, 'updateInvoice', change), { dueDate: 'INVALID', ...badLineCodes });
  const issue = { ...intent, issueDate: '2026-02-30', idempotencyKey: '' };
  assert.deepEqual(await fail(manager, 'issueInvoice', issue), {
    issueDate: 'INVALID',
    idempotencyKey: 'REQUIRED',
  });
  assert.deepEqual(await read(manager, draft.id), draft);
});

test('a change of an unknown or changed draft reports malformed values too', async () => {
  const draft = await succeed(manager, 'createInvoice', {
    customerId,
    currency: 'EUR',
    externalReference: 'PO-STALE',
    lines: [freeLine],
  });
  const change = { dueDate: '2026-02-30', note: 'x'.repeat(2_001), lines: badLines };
  const codes = { dueDate: 'INVALID', note: 'TOO_LONG', ...badLineCodes };
  const stale = { id: draft.id, expectedVersion: 7, externalReference: 'PO-STALE', ...change };
  assert.deepEqual(await fail(manager, 'updateInvoice', stale), { expectedVersion: 'CONFLICT', ...codes });
  const unknown = { id: 'no id', expectedVersion: 1, ...change };
  assert.deepEqual(await fail(manager, 'updateInvoice', unknown), { id: 'NOT_FOUND', ...codes });
});

test('malformed values in a document are reported like those in variables', async () => {
  const { data, errors } = await manager<{ createInvoice: { userErrors: unknown } }>(
    `mutation { createInvoice(input: { customerId: "${customerId}", currency: EUR, dueDate: 5, idempotencyKey: "k",
      lines: [{ description: "a", quantity: 1.5, unitPrice: "1", taxRate: "0" }] }) { userErrors { field code } } }`,
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(data.createInvoice.userErrors, [
    { field: ['currency'], code: 'INVALID' },
    { field: ['lines', '0', 'quantity'], code: 'INVALID' },
    { field: ['dueDate'], code: 'INVALID' },
  ]);
});

for (const { place, query } of [
  { place: 'a list', query: 'query ($filter: InvoiceFilter) { invoices(filter: $filter) { totalCount } }' },
  {
    place: 'a nested list',
    query: `query ($filter: InvoiceFilter, $customers: [_Any!]!) { _entities(representations: $customers) {
      ... on Customer { invoices(filter: $filter) { totalCount } } } }`,
  },
]) {
  test(`the filter of ${place} names every malformed value`, async () => {
    const customers = [{ __typename: 'Customer', id: customerId }];
    const filter = { issuedFrom: '2026-02-30', currency: 'euro', minTotal: 'a lot', maxTotal: 5 };
    const { errors } = await manager(query, { filter, customers });
    assert.deepEqual(
      errors.map(({ extensions }) => extensions?.['code']),
      ['BAD_USER_INPUT'],
    );
    for (const name of Object.keys(filter))
      assert.ok(errors[0]?.message.includes(`\`filter.${name}\` must be`));
  });
}
