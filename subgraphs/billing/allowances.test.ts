import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { credit } from './testing/credit-calls.ts';
import { succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

interface Amount {
  readonly amount: string;
}

interface Shown {
  readonly id: string;
  readonly version: number;
  readonly lineTotal: Amount;
  readonly allowanceTotal: Amount;
  readonly chargeTotal: Amount;
  readonly netTotal: Amount;
  readonly taxTotal: Amount;
  readonly total: Amount;
  readonly taxSubtotals: readonly { taxRate: string; netAmount: Amount; taxAmount: Amount }[];
  readonly allowances: readonly {
    reason: string;
    percent: string | null;
    amount: Amount;
    isSplit: boolean;
    shares: readonly { taxRate: string; netAmount: Amount }[];
  }[];
  readonly lines: readonly { netAmount: Amount; allowances: readonly { amount: Amount }[] }[];
}

const fields = `
  id version lineTotal { amount } allowanceTotal { amount } chargeTotal { amount } netTotal { amount }
  taxTotal { amount } total { amount } taxSubtotals { taxRate netAmount { amount } taxAmount { amount } }
  allowances { reason percent amount { amount } isSplit shares { taxRate netAmount { amount } } }
  lines { netAmount { amount } allowances { amount { amount } } }`;

const line = (unitPrice: string, taxRate = '20', quantity = '1') => ({
  description: 'Work',
  quantity,
  unitPrice,
  taxRate,
});
const less = (amount: string, given: object = {}) => ({ amount, reason: 'Discount', ...given });
const percent = (rate: string, given: object = {}) => ({ percent: rate, reason: 'Discount', ...given });

function call(input: object, name = 'createInvoice') {
  return callMutation<TestRefusal & { readonly invoice: Shown | null }>(
    manager,
    name,
    input,
    `invoice { ${fields} }`,
  );
}

const draftOf = (input: object) => ({
  customerId: billing.addCustomer(),
  currency: 'EUR',
  idempotencyKey: crypto.randomUUID(),
  ...input,
});

/** Creates and issues an invoice, so that the database has checked its figures, too. */
async function issue(input: object): Promise<Shown> {
  const { invoice, userErrors } = await call(draftOf(input));
  assert.deepEqual(userErrors, []);
  assert.ok(invoice);
  await succeed(manager, 'issueInvoice', { id: invoice.id, expectedVersion: 1 });
  return invoice;
}

const totalsOf = ({ netTotal, taxTotal, total }: Shown) =>
  [netTotal, taxTotal, total].map(({ amount }) => amount);
const subtotalsOf = ({ taxSubtotals }: Shown) =>
  taxSubtotals.map(
    ({ taxRate, netAmount, taxAmount }) => `${taxRate} ${netAmount.amount} ${taxAmount.amount}`,
  );

test('a line less all of it is 0.00 (invoiceninja #3195)', async () => {
  const { lines, total } = await issue({
    lines: [{ ...line('64.22', '20', '2.25'), allowances: [percent('100')] }],
  });
  assert.deepEqual([lines[0]?.netAmount.amount, total.amount], ['0.00', '0.00']);
  assert.equal(lines[0]?.allowances[0]?.amount.amount, '144.50');
});

test('an allowance lowers the base of the tax (crater #889, #1122)', async () => {
  const invoice = await issue({ lines: [line('45', '21', '3')], allowances: [less('60')] });
  assert.deepEqual(totalsOf(invoice), ['75.00', '15.75', '90.75']);
  assert.deepEqual([invoice.lineTotal.amount, invoice.allowanceTotal.amount], ['135.00', '60.00']);
});

test('the subtotals show the tax after the allowance, as the invoice does (invoiceninja #8275)', async () => {
  const onDocument = await issue({ lines: [line('100', '10')], allowances: [percent('10')] });
  const onLine = await issue({ lines: [{ ...line('100', '10'), allowances: [percent('10')] }] });
  for (const invoice of [onDocument, onLine]) {
    assert.deepEqual(subtotalsOf(invoice), ['10.00 90.00 9.00']);
    assert.equal(invoice.taxTotal.amount, '9.00');
  }
});

test('an allowance almost as large as the lines is exact (invoiceninja #10856)', async () => {
  assert.equal(
    (await issue({ lines: [line('8500', '19')], allowances: [less('7500')] })).total.amount,
    '1190.00',
  );
});

test('an allowance without a tax is split over those of the lines; one with a tax belongs to it', async () => {
  const lines = [line('100', '20'), line('50', '5.5'), line('50', '5.5')];
  const split = await issue({ lines, allowances: [less('0.01'), percent('10')] });
  assert.deepEqual(
    split.allowances.map(({ isSplit, shares }) => [
      isSplit,
      shares.map((share) => `${share.taxRate} ${share.netAmount.amount}`),
    ]),
    [
      [true, ['5.50 0.01']],
      [true, ['5.50 10.00', '20.00 10.00']],
    ],
  );
  assert.deepEqual(subtotalsOf(split), ['5.50 89.99 4.95', '20.00 90.00 18.00']);
  const own = await issue({ lines, allowances: [percent('10', { taxRate: '20' })] });
  assert.deepEqual(subtotalsOf(own), ['5.50 100.00 5.50', '20.00 90.00 18.00']);
});

test('a charge may bear a tax that no line has', async () => {
  const charges = [{ amount: '10', reason: 'Freight', taxRate: '20' }];
  const invoice = await issue({ lines: [line('100', '5.5')], charges });
  assert.deepEqual(subtotalsOf(invoice), ['5.50 100.00 5.50', '20.00 10.00 2.00']);
  assert.deepEqual([invoice.chargeTotal.amount, invoice.netTotal.amount], ['10.00', '110.00']);
});

test('with prices that include tax, the net of a tax group is rounded once and given to its lines', async () => {
  const lines = [line('9.99', '20'), line('9.99', '20'), line('9.99', '20'), line('10.55', '5.5')];
  const invoice = await issue({ lines, pricesIncludeTax: true, allowances: [less('3', { taxRate: '20' })] });
  // 26.97 / 1.2 = 22.475.
  assert.deepEqual(subtotalsOf(invoice), ['5.50 10.00 0.55', '20.00 22.48 4.49']);
  assert.equal(invoice.total.amount, '37.52');
  assert.deepEqual(
    invoice.lines.map(({ netAmount }) => netAmount.amount),
    ['8.33', '8.33', '8.32', '10.00'],
  );
  assert.equal(invoice.allowanceTotal.amount, '2.50');
});

test("where prices include tax, a product's price without tax gets the tax of the line", async () => {
  const productId = billing.addProduct({ unitPrice: { amount: '10', currency: 'EUR' }, taxRate: '20.00' });
  const invoice = await issue({ lines: [{ productId, quantity: '1' }], pricesIncludeTax: true });
  assert.deepEqual(totalsOf(invoice), ['10.00', '2.00', '12.00']);
});

test('every problem of allowances and charges is told with its place and what would be right', async () => {
  const lines = [
    { ...line('10'), allowances: [less('10.01')] },
    { ...line('10'), allowances: [{ reason: ' ', percent: '101' }], charges: [less('1', { percent: '1' })] },
    { ...line('10'), allowances: Array.from({ length: 11 }, () => percent('1')) },
  ];
  const allowances = [less('0.999'), less('-1'), { reason: 'x' }, percent('5', { taxCategory: 'EXEMPT' })];
  const refused = await call(draftOf({ lines, allowances, currency: 'USD' }));
  assert.deepEqual(codesOf(refused), {
    'lines.0.allowances': 'OUT_OF_RANGE',
    'lines.1.allowances.0.reason': 'REQUIRED',
    'lines.1.allowances.0.percent': 'OUT_OF_RANGE',
    'lines.1.charges.0.amount': 'INVALID',
    'lines.2.allowances': 'TOO_LONG',
    'allowances.0.amount': 'INVALID',
    'allowances.1.amount': 'OUT_OF_RANGE',
    'allowances.2.amount': 'REQUIRED',
    'allowances.3.taxExemptionReason': 'REQUIRED',
  });
});

test('allowances must not make a tax group less than zero, and must be possible to split', async () => {
  const lines = [line('10', '20'), line('100', '5.5')];
  const tooMuch = await call(draftOf({ lines, allowances: [less('10.01', { taxRate: '20' })] }));
  assert.deepEqual(codesOf(tooMuch), { allowances: 'OUT_OF_RANGE' });
  assert.match(tooMuch.userErrors[0]?.message ?? '', /STANDARD at 20\.00 %/);
  const free = await call(draftOf({ lines: [line('0')], charges: [less('1')] }));
  assert.deepEqual(codesOf(free), { 'charges.0.taxRate': 'REQUIRED' });
});

test('a percentage of the lines with a tax that no line has is refused', async () => {
  const allowances = [percent('10', { taxRate: '20' }), percent('10', { taxRate: '2.1' })];
  const refused = await call(draftOf({ lines: [line('10', '20')], allowances }));
  assert.deepEqual(codesOf(refused), { 'allowances.1.taxRate': 'INVALID' });
  assert.match(refused.userErrors[0]?.message ?? '', /No line is STANDARD at 2\.10 %/);
});

test('a change of the lines keeps the allowances and computes them again, and the other way round', async () => {
  const { invoice } = await call(draftOf({ lines: [line('100')], allowances: [percent('10'), less('1')] }));
  assert.ok(invoice);
  const change = (expectedVersion: number, input: object) =>
    call({ id: invoice.id, expectedVersion, ...input }, 'updateInvoice');
  const lines = await change(1, { lines: [line('200'), line('100', '5.5')] });
  assert.deepEqual(subtotalsOf(lines.invoice as Shown), ['5.50 89.67 4.93', '20.00 179.33 35.87']);
  const allowances = await change(2, { allowances: null, charges: [less('3', { taxRate: '20' })] });
  assert.deepEqual(subtotalsOf(allowances.invoice as Shown), ['5.50 100.00 5.50', '20.00 203.00 40.60']);
  const inclusive = await change(3, { pricesIncludeTax: true });
  assert.equal(inclusive.invoice?.total.amount, '303.00');
  await succeed(manager, 'issueInvoice', { id: invoice.id, expectedVersion: 4 });
});

test('a credit takes back its part of the allowances and charges', async () => {
  const { id } = await issue({
    lines: [line('10', '20', '3')],
    allowances: [percent('10')],
    charges: [{ amount: '1', reason: 'Freight', taxRate: '5.5' }],
  });
  const { lines } = (await succeedToRead(id)) as { lines: { id: string }[] };
  const first = await credit(manager, { invoiceId: id, lines: [{ lineId: lines[0]?.id, quantity: '1' }] });
  assert.deepEqual(
    first.taxSubtotals.map(({ taxRate, netAmount, taxAmount }) => [
      taxRate,
      netAmount.amount,
      taxAmount.amount,
    ]),
    [
      ['5.50', '-0.33', '-0.02'],
      ['20.00', '-9.00', '-1.80'],
    ],
  );
  const rest = await credit(manager, { invoiceId: id });
  assert.equal(rest.total.amount, '-22.31');
});

async function succeedToRead(id: string): Promise<unknown> {
  const { data, errors } = await manager<{ invoice: unknown }>(
    'query ($id: ID!) { invoice(id: $id) { lines { id } } }',
    { id },
  );
  assert.deepEqual(errors, []);
  return data.invoice;
}

test('the database refuses figures that do not follow from lines, allowances and charges', async () => {
  const { invoice } = await call(draftOf({ lines: [line('100')], allowances: [less('10')] }));
  const freeze = (changes: string) =>
    billing.database.sql.unsafe(`update billing.invoices set status = 'ISSUED', version = version + 1, series = 2026,
      sequence = 900, number = '2026-000900', issue_date = '2026-03-01', issued_at = now(), customer_address_lines = '{}'
      ${changes} where id = '${invoice?.id}'`);
  const refused = { code: '23514' };
  await assert.rejects(freeze(', adjustments = null'), refused);
  await assert.rejects(freeze(', net_minor = 10000, tax_minor = 2000, total_minor = 12000'), refused);
  await assert.rejects(freeze(`, adjustments = jsonb_set(adjustments, '{0,amountMinor}', '"900"')`), refused);
  await assert.rejects(freeze(', prices_include_tax = true'), refused);
  const line0 = `where invoice_id = '${invoice?.id}'`;
  const { sql } = billing.database;
  await assert.rejects(
    sql.unsafe(`update billing.invoice_lines set net_minor = 9000, tax_minor = 1800 ${line0}`),
    refused,
  );
  await assert.rejects(
    sql.unsafe(
      `update billing.invoice_lines set gross_minor = 10000, net_minor = 8335, tax_minor = 1665 ${line0}`,
    ),
    refused,
  );
  await freeze('');
});
