import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { fail, freeLine, mutateInvoice, succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

const untaxed = { description: 'Work', quantity: '1', unitPrice: '100' };
const draftOf = (lines: object[], customerId = billing.addCustomer()) => ({
  customerId,
  currency: 'EUR',
  lines,
});

test('subtotals are by category and rate, with the reasons', async () => {
  const { id } = await succeed(
    manager,
    'createInvoice',
    draftOf([
      { ...untaxed, taxCategory: 'REVERSE_CHARGE' },
      { ...untaxed, taxCategory: 'EXEMPT', taxExemptionReason: 'Medical care' },
      { ...untaxed, taxCategory: 'EXEMPT', taxExemptionReason: 'Teaching' },
      { ...untaxed, taxCategory: 'EXEMPT', taxExemptionReason: 'Teaching' },
      { ...untaxed, taxRate: '0' },
      { ...untaxed, taxRate: '20' },
    ]),
  );
  const issued = await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  assert.deepEqual(
    issued.taxSubtotals.map(({ taxCategory, taxRate, taxExemptionReason, netAmount, taxAmount }) => [
      taxCategory,
      taxRate,
      taxExemptionReason,
      netAmount.amount,
      taxAmount.amount,
    ]),
    [
      ['ZERO_RATED', '0.00', null, '100.00', '0.00'],
      ['REVERSE_CHARGE', '0.00', 'Reverse charge', '100.00', '0.00'],
      ['EXEMPT', '0.00', 'Medical care; Teaching', '300.00', '0.00'],
      ['STANDARD', '20.00', null, '100.00', '20.00'],
    ],
  );
  assert.equal(issued.total.amount, '620.00');
});

test("a line takes its product's category and reason unless it has its own", async () => {
  const productId = billing.addProduct({
    taxRate: '0.00',
    taxCategory: 'EXEMPT',
    taxExemptionReason: 'Medical care',
  });
  const { lines } = await succeed(
    manager,
    'createInvoice',
    draftOf([
      { productId, quantity: '1' },
      { productId, quantity: '1', taxRate: '5.5' },
      { productId, quantity: '1', taxCategory: 'EXPORT' },
    ]),
  );
  assert.deepEqual(
    lines.map(({ taxCategory, taxRate, taxExemptionReason }) => [taxCategory, taxRate, taxExemptionReason]),
    [
      ['EXEMPT', '0.00', 'Medical care'],
      ['STANDARD', '5.50', null],
      ['EXPORT', '0.00', 'Export outside the EU'],
    ],
  );
});

test('a category that does not fit the rate is refused at its line, with all other problems', async () => {
  const lines = [
    { ...untaxed, taxCategory: 'STANDARD', quantity: '0' },
    { ...freeLine, taxCategory: 'EXEMPT' },
  ];
  assert.deepEqual(await fail(manager, 'createInvoice', draftOf(lines)), {
    'lines.0.quantity': 'OUT_OF_RANGE',
    'lines.0.taxRate': 'REQUIRED',
    'lines.1.taxRate': 'OUT_OF_RANGE',
  });
});

test('what the categories need of the customer is asked for at issue', async () => {
  const customerId = billing.addCustomer({ taxNumber: null });
  const lines = ['INTRA_COMMUNITY', 'EXPORT'].map((taxCategory) => ({ ...untaxed, taxCategory }));
  const { id } = await succeed(manager, 'createInvoice', draftOf(lines, customerId));
  const { invoice, userErrors } = await mutateInvoice(manager, 'issueInvoice', { id, expectedVersion: 1 });
  assert.equal(invoice, null);
  assert.deepEqual(
    userErrors.map(({ code, message }) => [code, message.replace(/ needs.*/, '')]),
    [
      ['WRONG_STATE', 'Line 1: INTRA_COMMUNITY'],
      ['WRONG_STATE', 'Line 2: EXPORT'],
    ],
  );
});

test('a charge on the whole invoice needs of the customer what a line needs (EN 16931 BR-AE-04)', async () => {
  const customerId = billing.addCustomer({ taxNumber: null });
  const charges = [{ amount: '5', reason: 'Freight', taxCategory: 'REVERSE_CHARGE' }];
  const draft = { ...draftOf([freeLine], customerId), charges };
  const { id } = await succeed(manager, 'createInvoice', draft);
  assert.deepEqual(await fail(manager, 'issueInvoice', { id, expectedVersion: 1 }), { id: 'WRONG_STATE' });
});

test('the database refuses a category with a rate or without a reason', async () => {
  const { lines } = await succeed(manager, 'createInvoice', draftOf([freeLine]));
  const set = (changes: string) =>
    billing.database.sql.unsafe(
      `update billing.invoice_lines set tax_minor = 0, ${changes} where id = '${lines[0]?.id}'`,
    );
  await assert.rejects(set(`tax_category = 'E', tax_exemption_reason = 'x'`), { code: '23514' });
  await assert.rejects(set(`tax_rate_milli = 0, tax_category = 'E'`), { code: '23514' });
  await assert.rejects(set(`tax_rate_milli = 0, tax_category = 'S', tax_exemption_reason = 'x'`), {
    code: '23514',
  });
  await assert.rejects(set(`tax_rate_milli = 0, tax_exemption_reason = 'x'`), { code: '23514' });
});
