import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMapping } from './find-mapping.ts';
import { toJobMapping } from './job-mapping.ts';
import { checkMapping } from './parse-mapping.ts';

test('a mapping without later settings identifies the same job as before they existed', async () => {
  assert.deepEqual(toJobMapping(await findMapping('online-retail')), {
    $schema: '../mapping.schema.json',
    name: 'online-retail',
    description: 'The data set "Online Retail": one line of an invoice a row, in pounds, without tax.',
    file: { separator: ',', encoding: 'windows-1252', quotes: true, linesToSkip: 0 },
    numbers: { decimal: '.', thousands: [], negative: ['leading'] },
    dates: { forms: ['dd/MM/yyyy HH:mm'], timeZone: 'Europe/London', twice: 'earlier' },
    neutralised: false,
    invoice: {
      number: 'InvoiceNo',
      customerName: { column: 'CustomerID', prefix: 'Customer ' },
      currency: { constant: 'GBP' },
      issuedAt: 'InvoiceDate',
    },
    line: { sku: 'StockCode', description: 'Description', quantity: 'Quantity', unitPrice: 'UnitPrice' },
    grouping: { by: 'number', issuedAt: 'first' },
    creditNote: { numberPrefix: 'C', figures: 'negative' },
    negativeLines: 'reject',
    missingCustomer: { keepAs: 'Customer unknown' },
    missingDescription: 'reject',
    zeroPrice: 'keep',
    noGoods: {
      codes: ['POST', 'DOT', 'M', 'D', 'C2', 'S', 'B', 'CRUK', 'AMAZONFEE', 'BANK CHARGES'],
      rows: 'keep',
    },
  });
  const { mapping } = checkMapping({
    ...(await findMapping('online-retail')),
    numbers: { plus: true, rates: 'percent' },
    currencies: { smallLetters: true },
  });
  assert.ok(mapping !== undefined);
  assert.deepEqual(toJobMapping(mapping), {
    ...toJobMapping(await findMapping('online-retail')),
    numbers: { decimal: '.', thousands: [], negative: ['leading'], plus: true },
    currencies: { smallLetters: true, names: {} },
  });
  assert.deepEqual(checkMapping(toJobMapping(mapping)).mapping, mapping);
});
