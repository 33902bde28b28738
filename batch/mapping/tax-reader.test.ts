import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImportLine, ImportRow, RowProblems } from './import-invoice.ts';
import type { InvoiceMappingInput } from './invoice-mapping.ts';
import { toMapper } from './testing/to-mapper.ts';

const header = ['number', 'rate', 'category', 'reason'];
const lines: InvoiceMappingInput = {
  name: 'lines',
  invoice: {
    number: 'number',
    customerName: { constant: 'Ada' },
    currency: { constant: 'EUR' },
    issuedAt: { constant: '2026-03-01T09:30:00.000Z' },
  },
  line: {
    description: { constant: 'Tea' },
    quantity: { constant: '1' },
    unitPrice: { constant: '10.00' },
    taxRate: 'rate',
    taxCategory: 'category',
    taxExemptionReason: 'reason',
  },
};
const { taxExemptionReason: _, ...withoutReason } = lines.line ?? {};

/** The tax of a line, or the codes of the problems with their columns. */
function taxOf(rate: string, category: string, reason = '', changes: Partial<InvoiceMappingInput> = {}) {
  const read: ImportRow | RowProblems = toMapper({ ...lines, ...changes }, header).map(
    ['1', rate, category, reason],
    1,
  );
  if (Array.isArray(read)) return read.map(({ column, code }) => `${column} ${code}`).join();
  const [line] = (read as ImportRow).lines as readonly [ImportLine];
  return [line.taxRateMilli, line.taxCategory, line.taxExemptionReason, line.taxMinor];
}

test('a category without tax has the reason of the file, or the one of the law', () => {
  assert.deepEqual(taxOf('20', 'S'), [20_000, 'S', null, 200]);
  assert.deepEqual(taxOf('0', 'Z'), [0, 'Z', null, 0]);
  assert.deepEqual(taxOf('0', 'E', 'Article 132'), [0, 'E', 'Article 132', 0]);
  assert.deepEqual(taxOf('0', 'ae'), [0, 'AE', 'Reverse charge', 0]);
  assert.deepEqual(taxOf('0', 'K', 'Article 138'), [0, 'K', 'Article 138', 0]);
  assert.deepEqual(taxOf('0', 'G'), [0, 'G', 'Export outside the EU', 0]);
});

test('an empty category leaves it to the rate, and an empty rate of a category without tax is zero', () => {
  assert.deepEqual(taxOf('20', ''), [20_000, null, null, 200]);
  assert.deepEqual(taxOf('', 'AE'), [0, 'AE', 'Reverse charge', 0]);
  assert.equal(taxOf('', 'S'), 'rate VALUE_MISSING');
  const line = { ...lines.line, taxRate: undefined } as NonNullable<typeof lines.line>;
  assert.deepEqual(taxOf('', 'E', 'Article 132', { line }), [0, 'E', 'Article 132', 0]);
  assert.equal(taxOf('', 'S', '', { line }), 'category TAX_CATEGORY_MISMATCH');
});

test('another category is refused with the list of codes', () => {
  assert.equal(taxOf('0', 'O'), 'category NOT_A_TAX_CATEGORY');
  const read = toMapper(lines, header).map(['1', '0', 'exempt', ''], 1);
  assert.ok(Array.isArray(read));
  assert.match(read[0]?.message ?? '', /"exempt" must be one of S, Z, E, AE, K, G /);
});

test('texts of the file stand for categories if the mapping says so, in large or small letters', () => {
  const taxCategories = { exonéré: 'E', autoliquidation: 'AE', Normal: 'S' } as const;
  assert.deepEqual(taxOf('0', 'EXONE\u0301RE\u0301', 'Article 261', { taxCategories }), [
    0,
    'E',
    'Article 261',
    0,
  ]);
  assert.deepEqual(taxOf('', 'Autoliquidation', '', { taxCategories }), [0, 'AE', 'Reverse charge', 0]);
  assert.deepEqual(taxOf('5.5', 'normal', '', { taxCategories }), [5_500, 'S', null, 55]);
  assert.equal(taxOf('0', 'free', '', { taxCategories }), 'category NOT_A_TAX_CATEGORY');
});

test('a category, its rate and its reason must fit each other, and all problems of a row are named', () => {
  assert.equal(taxOf('0', 'S'), 'rate TAX_CATEGORY_MISMATCH');
  assert.equal(taxOf('20', 'Z'), 'rate TAX_CATEGORY_MISMATCH');
  assert.equal(taxOf('20', 'AE'), 'rate TAX_CATEGORY_MISMATCH');
  assert.equal(taxOf('0', 'E'), 'reason EXEMPTION_REASON_MISSING');
  assert.equal(
    taxOf('0', 'E', '', { line: withoutReason as NonNullable<typeof lines.line> }),
    'category EXEMPTION_REASON_MISSING',
  );
  assert.equal(taxOf('20', 'S', 'Article 132'), 'reason TAX_CATEGORY_MISMATCH');
  assert.equal(
    taxOf('x', 'O', 'a\u0000b'),
    'category NOT_A_TAX_CATEGORY,rate NOT_A_NUMBER,reason CONTROL_CHARACTER',
  );
  assert.equal(taxOf('x', 'E'), 'rate NOT_A_NUMBER,reason EXEMPTION_REASON_MISSING');
  assert.equal(taxOf('0', 'E', 'x'.repeat(301)), 'reason TEXT_TOO_LONG');
});

test('a reason that is a constant is one of the lines without tax alone', () => {
  const line = { ...lines.line, taxExemptionReason: { constant: 'Article 132' } } as NonNullable<
    typeof lines.line
  >;
  assert.deepEqual(taxOf('20', 'S', '', { line }), [20_000, 'S', null, 200]);
  assert.deepEqual(taxOf('0', 'E', '', { line }), [0, 'E', 'Article 132', 0]);
});
