import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { type Plan, toPlan } from './plan.ts';
import type { RefusalCode } from './refusal.ts';
import { decodeText, parseRetailFile, type RetailRecord } from './retail-file.ts';

const sound = {
  InvoiceNo: '536365',
  StockCode: '71053',
  Description: 'WHITE METAL LANTERN',
  Quantity: '6',
  InvoiceDate: '01/12/2010 08:26',
  UnitPrice: '3.39',
  CustomerID: '17850',
  Country: 'United Kingdom',
};

function planOf(...rows: Partial<typeof sound>[]): Plan {
  const records: RetailRecord[] = rows.map((row, index) => ({ ...sound, ...row, rowNumber: index + 1 }));
  return toPlan({ rowCount: records.length, records, refusals: [] });
}

test('makes customers, products and invoices of rows', () => {
  const plan = planOf(
    { Description: 'WHITE  METAL\nLANTERN' },
    { StockCode: 'POST', Description: 'POSTAGE', Quantity: '1', UnitPrice: '18' },
  );
  assert.deepEqual(plan.customers, [{ externalReference: '17850', countryCode: 'GB' }]);
  assert.deepEqual(plan.products, [{ sku: '71053', name: 'WHITE METAL LANTERN', unitPrice: '3.39' }]);
  assert.deepEqual(plan.invoices, [
    {
      externalReference: '536365',
      customerReference: '17850',
      issueDate: '2010-12-01',
      dueDate: '2010-12-31',
      lines: [
        {
          rowNumber: 1,
          sku: '71053',
          description: 'WHITE METAL LANTERN',
          quantity: '6',
          unitPrice: '3.39',
          taxRate: '20',
        },
        {
          rowNumber: 2,
          sku: undefined,
          description: 'POSTAGE',
          quantity: '1',
          unitPrice: '18',
          taxRate: '20',
        },
      ],
    },
  ]);
  assert.deepEqual(plan.refusals, []);
});

test('takes the first price of a product and keeps the price of each line', () => {
  const plan = planOf(
    { StockCode: '15056bl' },
    { InvoiceNo: '536366', StockCode: '15056BL', UnitPrice: '5.95' },
  );
  assert.deepEqual(
    plan.products.map((product) => [product.sku, product.unitPrice]),
    [['15056BL', '3.39']],
  );
  assert.equal(plan.invoices[1]?.lines[0]?.unitPrice, '5.95');
});

test('orders invoices by day, and by the file within a day', () => {
  const plan = planOf(
    { InvoiceNo: '3', InvoiceDate: '02/12/2010 08:00' },
    { InvoiceNo: '2', InvoiceDate: '01/12/2010 18:00' },
    { InvoiceNo: '1', InvoiceDate: '01/12/2010 08:00' },
  );
  assert.deepEqual(
    plan.invoices.map((invoice) => invoice.externalReference),
    ['2', '1', '3'],
  );
});

test('taxes nothing outside the United Kingdom, and recognises a text that is not a country', () => {
  const plan = planOf({ Country: 'European Community' });
  assert.equal(plan.invoices[0]?.lines[0]?.taxRate, '0');
  assert.deepEqual(plan.customers, [{ externalReference: '17850', countryCode: undefined }]);
});

test('a price of zero is a price', () => {
  assert.equal(planOf({ UnitPrice: '0' }).invoices.length, 1);
});

const wrongRows: [RefusalCode, string, Partial<typeof sound>][] = [
  ['CREDIT_NOTE', 'InvoiceNo', { InvoiceNo: 'C536379', Quantity: '-1' }],
  ['INVOICE_NUMBER_INVALID', 'InvoiceNo', { InvoiceNo: 'A563185' }],
  ['QUANTITY_INVALID', 'Quantity', { Quantity: '1.5' }],
  ['QUANTITY_NOT_POSITIVE', 'Quantity', { Quantity: '-10' }],
  ['QUANTITY_NOT_POSITIVE', 'Quantity', { Quantity: '0' }],
  ['DESCRIPTION_MISSING', 'Description', { Description: '' }],
  ['DATE_INVALID', 'InvoiceDate', { InvoiceDate: '31/11/2010 10:00' }],
  ['DATE_INVALID', 'InvoiceDate', { InvoiceDate: '2010-12-01' }],
  ['PRICE_INVALID', 'UnitPrice', { UnitPrice: '-11062.06' }],
  ['PRICE_INVALID', 'UnitPrice', { UnitPrice: '0.001' }],
  ['CUSTOMER_MISSING', 'CustomerID', { CustomerID: '' }],
];
for (const [code, column, row] of wrongRows) {
  test(`refuses ${JSON.stringify(row)} with ${code}`, () => {
    const plan = planOf(row);
    assert.deepEqual(
      plan.refusals.map((refusal) => [refusal.code, refusal.column, refusal.rowNumber]),
      [[code, column, 1]],
    );
    assert.deepEqual([plan.customers, plan.products, plan.invoices], [[], [], []]);
  });
}

test('refuses an invoice as a whole when one of its rows is refused', () => {
  const plan = planOf({}, { Description: '' });
  assert.deepEqual(
    plan.refusals.map((refusal) => refusal.code),
    ['INVOICE_INCOMPLETE', 'DESCRIPTION_MISSING'],
  );
  assert.deepEqual(plan.invoices, []);
});

test('refuses an invoice of several customers and one that is too long', () => {
  assert.deepEqual(
    planOf({}, { CustomerID: '1' }).refusals.map((refusal) => refusal.code),
    ['INVOICE_INCONSISTENT', 'INVOICE_INCONSISTENT'],
  );
  assert.equal(planOf(...Array.from({ length: 1_001 }, () => ({}))).refusals.length, 1_001);
});

test('accounts for every row of the sample', async () => {
  const file = parseRetailFile(
    decodeText(await readFile(new URL('online-retail-sample.csv', import.meta.url))),
  );
  const plan = toPlan(file);
  const lines = plan.invoices.flatMap((invoice) => invoice.lines);
  const rowNumbers = [...lines, ...plan.refusals].map((row) => row.rowNumber);
  assert.deepEqual(
    rowNumbers.toSorted((a, b) => a - b),
    Array.from({ length: plan.rowCount }, (_, index) => index + 1),
  );
  const codes = new Set(plan.refusals.map((refusal) => refusal.code));
  for (const code of [
    'ROW_INCOMPLETE',
    'CREDIT_NOTE',
    'DESCRIPTION_MISSING',
    'QUANTITY_NOT_POSITIVE',
    'CUSTOMER_MISSING',
  ] as const)
    assert.ok(codes.has(code), code);
  assert.ok(lines.some((line) => line.sku === undefined));
  assert.ok(lines.some((line) => Number(line.unitPrice) === 0));
  assert.ok(plan.customers.filter((customer) => customer.countryCode !== 'GB').length > 10);
});
