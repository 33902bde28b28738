import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TaxTreatment } from '#schema/tax-category.ts';
import { InputProblems } from './input-problems.ts';
import { parseTax, type TaxInput } from './tax-input.ts';

const taxed: TaxTreatment = { taxRateMilli: 20_000, taxCategory: null, taxExemptionReason: null };
const exempt: TaxTreatment = { taxRateMilli: 0, taxCategory: 'E', taxExemptionReason: 'Medical care' };

function read(input: TaxInput, known?: TaxTreatment) {
  const problems = new InputProblems();
  const tax = parseTax(input, problems, known);
  return { tax, codes: problems.errors.map(({ field, code }) => `${field.join('.')} ${code}`) };
}

const right: readonly (readonly [
  name: string,
  input: TaxInput,
  known: TaxTreatment | undefined,
  Partial<TaxTreatment>,
])[] = [
  ['nothing given: what is known', {}, exempt, exempt],
  ['nothing given or known', {}, undefined, {}],
  ['a rate above zero ends an exemption', { taxRate: '20' }, exempt, taxed],
  ['a rate of zero keeps it', { taxRate: '0' }, exempt, exempt],
  [
    'a category without tax makes the rate zero',
    { taxCategory: 'REVERSE_CHARGE' },
    taxed,
    { taxRateMilli: 0, taxCategory: 'AE', taxExemptionReason: 'Reverse charge' },
  ],
  [
    'a reason of its own goes before the standard one',
    { taxCategory: 'EXPORT', taxExemptionReason: ' Art. 146 ' },
    undefined,
    { taxRateMilli: 0, taxCategory: 'G', taxExemptionReason: 'Art. 146' },
  ],
  ['the reason of an exempt product', { taxCategory: 'EXEMPT' }, exempt, exempt],
  ['the standard rate of a product', { taxCategory: 'STANDARD' }, taxed, taxed],
  ['the zero rate instead of that', { taxCategory: 'ZERO_RATED' }, taxed, { ...taxed, taxRateMilli: 0 }],
];

for (const [name, input, known, expected] of right) {
  test(`a tax is read: ${name}`, () => {
    assert.deepEqual(read(input, known), { tax: expected, codes: [] });
  });
}

const wrong: readonly (readonly [TaxInput, string[]])[] = [
  [{ taxCategory: 'EXEMPT' }, ['taxExemptionReason REQUIRED']],
  [{ taxCategory: 'EXEMPT', taxExemptionReason: ' ' }, ['taxExemptionReason REQUIRED']],
  [{ taxCategory: 'EXPORT', taxExemptionReason: 'x'.repeat(301) }, ['taxExemptionReason TOO_LONG']],
  [{ taxCategory: 'INTRA_COMMUNITY', taxRate: '20' }, ['taxRate OUT_OF_RANGE']],
  [{ taxCategory: 'STANDARD' }, ['taxRate REQUIRED']],
  [{ taxCategory: 'STANDARD', taxRate: '0' }, ['taxRate OUT_OF_RANGE']],
  [
    { taxCategory: 'ZERO_RATED', taxRate: '5', taxExemptionReason: 'x' },
    ['taxExemptionReason INVALID', 'taxRate OUT_OF_RANGE'],
  ],
  [{ taxRate: '101', taxExemptionReason: 'x' }, ['taxRate OUT_OF_RANGE']],
  [{ taxRate: '0', taxExemptionReason: 'x' }, ['taxCategory REQUIRED']],
];

test('a category, its rate and its reason must fit each other', () => {
  for (const [input, codes] of wrong) {
    assert.deepEqual(read(input), { tax: undefined, codes }, JSON.stringify(input));
  }
});
