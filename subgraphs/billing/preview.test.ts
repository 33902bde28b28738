import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { freeLine } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let customerId: string;
let productId: string;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  customerId = billing.addCustomer();
  productId = billing.addProduct();
});
after(() => billing.close());

const figures = `
  lineTotal { amount currency } allowanceTotal { amount } chargeTotal { amount } netTotal { amount } taxTotal { amount }
  total { amount currency }
  taxSubtotals { taxRate taxCategory taxExemptionReason netAmount { amount } taxAmount { amount } }
  allowances { reason percent amount { amount } isSplit shares { taxRate netAmount { amount } } }
  charges { reason percent amount { amount } isSplit shares { taxRate netAmount { amount } } }
  lines {
    sku description quantity unit unitPrice { amount currency } taxRate taxCategory taxExemptionReason
    allowances { reason amount { amount } } charges { reason amount { amount } }
    netAmount { amount } taxAmount { amount } totalAmount { amount } }`;

interface Previewed extends TestRefusal {
  readonly preview: { readonly lines: readonly unknown[]; readonly total: { amount: string } } | null;
}

async function preview(input: object): Promise<Previewed> {
  const { data, errors } = await manager<{ previewInvoice: Previewed }>(
    `query ($input: PreviewInvoiceInput!) {
      previewInvoice(input: $input) { preview { ${figures} } userErrors { field code message } } }`,
    { input },
  );
  assert.deepEqual(errors, []);
  return data.previewInvoice;
}

function create(input: object): Promise<TestRefusal & { readonly invoice: object | null }> {
  const keyed = { idempotencyKey: randomUUID(), ...input };
  return callMutation(manager, 'createInvoice', keyed, `invoice { ${figures} }`);
}

async function countInvoices(): Promise<number> {
  const [row] = await billing.database.sql<
    { count: number }[]
  >`select count(*)::int as count from billing.invoices`;
  return row?.count ?? 0;
}

const drafts = (): object[] => [
  { customerId, currency: 'EUR', lines: [{ productId, quantity: '3' }, freeLine] },
  {
    customerId,
    currency: 'EUR',
    pricesIncludeTax: true,
    lines: [
      { ...freeLine, unitPrice: '0.335', quantity: '7', allowances: [{ percent: '10', reason: 'Loyal' }] },
      { ...freeLine, taxRate: '0', taxCategory: 'EXEMPT', taxExemptionReason: 'Article 261' },
    ],
    allowances: [{ amount: '1.01', reason: 'Split' }],
    charges: [{ amount: '5', reason: 'Freight', taxRate: '20' }],
  },
  { customerId, currency: 'JPY', lines: [{ ...freeLine, unitPrice: '33.333' }] },
  { customerId, currency: 'EUR', lines: [] },
];

test('a preview has the very figures that the saved draft has, and nothing is written', async () => {
  for (const draft of drafts()) {
    const before = await countInvoices();
    const previewed = await preview(draft);
    assert.equal(await countInvoices(), before);
    assert.deepEqual(previewed.userErrors, []);
    assert.deepEqual(previewed.preview, (await create(draft)).invoice);
  }
});

test('a preview tells the very problems that saving would, and keeps the figures beside those of other fields', async () => {
  const wrong = {
    customerId: randomUUID(),
    currency: 'EUR',
    note: 'x'.repeat(2_001),
    lines: [{ ...freeLine, quantity: '1.23456' }, { quantity: '1' }],
  };
  const previewed = await preview(wrong);
  assert.deepEqual(previewed.userErrors, (await create(wrong)).userErrors);
  assert.equal(previewed.userErrors.length, 6);
  assert.equal(previewed.preview, null);

  const readable = await preview({ ...wrong, lines: [freeLine] });
  assert.deepEqual(
    readable.userErrors.map(({ field }) => field),
    [['customerId'], ['note']],
  );
  assert.equal(readable.preview?.total.amount, '144.00');
});

test('a preview of a change allows the draft its own external reference', async () => {
  const draft = { currency: 'EUR', lines: [], externalReference: 'own' };
  const keyed = { ...draft, customerId, idempotencyKey: randomUUID() };
  const { invoice } = await callMutation<TestRefusal & { invoice: { id: string } }>(
    manager,
    'createInvoice',
    keyed,
    'invoice { id }',
  );
  assert.deepEqual((await preview({ ...draft, id: invoice.id })).userErrors, []);
  assert.deepEqual(
    (await preview(draft)).userErrors.map(({ field, code }) => [...field, code]),
    [['externalReference', 'TAKEN']],
  );
});

test('a preview of 1,000 lines asks for their products once and sends no statement', async () => {
  const lines = Array.from({ length: 1_000 }, () => ({ productId: billing.addProduct(), quantity: '2' }));
  const asked = billing.products.requests.length;
  const statements = await billing.statementsDuring(async () => {
    const { preview: previewed, userErrors } = await preview({ customerId, currency: 'EUR', lines });
    assert.deepEqual(userErrors, []);
    assert.equal(previewed?.lines.length, 1_000);
    assert.equal(previewed?.total.amount, '2426.50');
  });
  assert.deepEqual(
    billing.products.requests.slice(asked).map(({ count }) => count),
    [1_000],
  );
  assert.deepEqual(statements, []);
});
