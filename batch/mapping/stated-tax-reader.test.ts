import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImportRow, RowProblems } from './import-invoice.ts';
import type { InvoiceMappingInput } from './invoice-mapping.ts';
import { mergeRows } from './merge-rows.ts';
import { toMapper } from './testing/to-mapper.ts';

const mapping: InvoiceMappingInput = {
  name: 'stated-taxes',
  invoice: {
    number: { constant: '1' },
    customerName: { constant: 'Ada' },
    currency: { constant: 'EUR' },
    issuedAt: { constant: '2026-03-01T09:30:00.000Z' },
  },
  line: {
    description: { constant: 'Tea' },
    quantity: { constant: '1' },
    unitPrice: 'price',
    taxRate: 'rate',
    tax: { column: 'tax', optional: true },
  },
};
const header = ['price', 'rate', 'tax'];

/** The tax of each line, that of the invoice, and if it is that of its lines; or the codes of the problems. */
function taxesOf(...rows: readonly (readonly [price: string, rate: string, tax: string])[]) {
  const mapper = toMapper({ ...mapping, grouping: { by: 'number' } }, header);
  const invoices: ImportRow[] = [];
  const problems: string[] = [];
  for (const [index, fields] of rows.entries()) {
    const read: ImportRow | RowProblems = mapper.map(fields, index + 1);
    if (Array.isArray(read)) problems.push(...read.map(({ column, code }) => `${column} ${code}`));
    else invoices.push(read as ImportRow);
  }
  if (problems.length > 0) return problems;
  const { invoice } = mergeRows(invoices, mapper.merging);
  return [invoice?.lines.map(({ taxMinor }) => taxMinor), invoice?.taxMinor, invoice?.isTaxedByLine];
}

test('the tax of an invoice is that which its lines state', () => {
  // 55.55 and 11.11 at 23 %: 15.33 of the sum.
  assert.deepEqual(taxesOf(['55.55', '23', ''], ['11.11', '23', '']), [[1_278, 256], 1_533, false]);
  assert.deepEqual(taxesOf(['55.55', '23', '12.77'], ['11.11', '23', '2.55']), [[1_277, 255], 1_532, true]);
  assert.deepEqual(taxesOf(['55.55', '23', '12.77'], ['11.11', '23', '']), [[1_277, 256], 1_533, true]);
});

test('a row that is an invoice has the tax that it states', () => {
  const read = toMapper(mapping, header).map(['68.33', '20', '13.66'], 1);
  assert.ok('lines' in read);
  assert.deepEqual([read.taxMinor, read.totalMinor, read.isTaxedByLine], [1_366, 8_199, true]);
});

test('a tax that differs from net times rate by more than one unit and its rounding is refused', () => {
  assert.deepEqual(taxesOf(['100.00', '20', '21.01']), [[2_101], 2_101, true]);
  assert.deepEqual(taxesOf(['100.00', '20', '21.02']), ['tax TAX_MISMATCH']);
  assert.deepEqual(taxesOf(['100.00', '20', '18.98']), ['tax TAX_MISMATCH']);
  assert.deepEqual(taxesOf(['100.00', '0', '0.01']), ['tax TAX_MISMATCH']);
  assert.deepEqual(taxesOf(['100.00', '0', '0.00']), [[0], 0, true]);
  assert.deepEqual(taxesOf(['100.00', '20', 'x']), ['tax NOT_A_NUMBER']);
});

test('a file without the column states none', () => {
  const read = toMapper(mapping, ['price', 'rate']).map(['68.33', '20'], 1);
  assert.ok('lines' in read);
  assert.deepEqual([read.taxMinor, read.isTaxedByLine], [1_367, false]);
});
