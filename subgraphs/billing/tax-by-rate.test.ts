import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { codesOf } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { mutateInvoice, succeed, type TestInvoice } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

const line = (unitPrice: string, taxRate = '19', quantity = '1') => ({
  description: 'Work',
  quantity,
  unitPrice,
  taxRate,
});

async function issue(lines: object[], currency = 'EUR'): Promise<TestInvoice> {
  const input = { customerId: billing.addCustomer(), currency, lines };
  const { id } = await succeed(manager, 'createInvoice', input);
  return succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
}

const amountsOf = ({ netTotal, taxTotal, total }: TestInvoice) =>
  [netTotal, taxTotal, total].map(({ amount }) => amount);

test('1,000 lines of 0.02 at 19 % have a tax of 3.80, though no single line has one', async () => {
  const invoice = await issue(Array.from({ length: 1_000 }, () => line('0.02')));
  assert.deepEqual(amountsOf(invoice), ['20.00', '3.80', '23.80']);
  assert.equal(invoice.lines[0]?.taxAmount.amount, '0.00');
  assert.deepEqual(
    invoice.taxSubtotals.map(({ taxRate, netAmount, taxAmount }) => [
      taxRate,
      netAmount.amount,
      taxAmount.amount,
    ]),
    [['19.00', '20.00', '3.80']],
  );
});

test('each rate is rounded once', async () => {
  const invoice = await issue([
    line('55.55', '23'),
    line('11.11', '23'),
    line('0.05', '9.975'),
    line('0.05', '9.975'),
  ]);
  assert.deepEqual(amountsOf(invoice), ['66.76', '15.34', '82.10']);
  assert.deepEqual(
    invoice.taxSubtotals.map(({ taxRate, taxAmount }) => [taxRate, taxAmount.amount]),
    [
      ['9.975', '0.01'],
      ['23.00', '15.33'],
    ],
  );
});

test('a unit price with more decimals than the currency is shown exactly; the amount is rounded', async () => {
  const invoice = await issue([line('0.2345', '19', '1000')]);
  assert.deepEqual(invoice.lines[0]?.unitPrice, { amount: '0.2345', currency: 'EUR' });
  assert.equal(invoice.lines[0]?.netAmount.amount, '234.50');
  assert.deepEqual(amountsOf(invoice), ['234.50', '44.56', '279.06']);
});

test('a currency without decimals has unit prices with decimals and amounts without', async () => {
  const invoice = await issue([line('1', '19'), line('0.5', '19')], 'CLP');
  assert.deepEqual(
    invoice.lines.map(({ unitPrice, netAmount }) => [unitPrice.amount, netAmount.amount]),
    [
      ['1', '1'],
      ['0.5', '1'],
    ],
  );
});

test("a line takes the product's price with all its decimals", async () => {
  const productId = billing.addProduct({
    unitPrice: { amount: '0.2345', currency: 'EUR' },
    taxRate: '9.975',
  });
  const invoice = await issue([{ productId, quantity: '1000' }]);
  assert.equal(invoice.lines[0]?.unitPrice.amount, '0.2345');
  assert.equal(invoice.lines[0]?.taxRate, '9.975');
  assert.deepEqual(amountsOf(invoice), ['234.50', '23.39', '257.89']);
});

test('a price beyond the bound is refused with a message that names the bound', async () => {
  const input = { customerId: billing.addCustomer(), currency: 'EUR', lines: [line('10000000000')] };
  const payload = await mutateInvoice(manager, 'createInvoice', input);
  assert.deepEqual(codesOf(payload), { 'lines.0.unitPrice': 'OUT_OF_RANGE' });
  assert.match(payload.userErrors[0]?.message ?? '', /from 0 to 9999999999\.99/);
});

test('the database refuses to issue an invoice whose tax is the sum of its lines', async () => {
  const input = {
    customerId: billing.addCustomer(),
    currency: 'EUR',
    lines: [line('55.55', '23'), line('11.11', '23')],
  };
  const { id } = await succeed(manager, 'createInvoice', input);
  const freeze = (changes: string) =>
    billing.database.sql.unsafe(`update billing.invoices set status = 'ISSUED', version = version + 1, series = 2026,
      sequence = 900, number = '2026-000900', issue_date = '2026-03-01', issued_at = now(), customer_address_lines = '{}'
      ${changes} where id = '${id}'`);
  await assert.rejects(freeze(', tax_minor = 1534, total_minor = 8200'), { code: '23514' });
  await assert.rejects(freeze(', is_taxed_by_line = true'), { code: '23514' });
  await freeze('');
});
