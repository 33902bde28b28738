import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { InputProblems } from '#platform/graphql/input-problems.ts';
import { formatDecimal } from '#schema/decimal.ts';
import type { UserErrorCode } from '../generated/types.ts';
import { isComplete, type ProductFieldsInput, parseProductFields } from './product-fields.ts';

function read(input: ProductFieldsInput) {
  const problems = new InputProblems<UserErrorCode>();
  const fields = parseProductFields(input, problems);
  return { fields, errors: problems.errors.map(({ field, code }) => `${field.join('.')} ${code}`) };
}

test('absent fields are left alone', () => {
  const { fields, errors } = read({});
  assert.deepEqual(errors, []);
  assert.ok(Object.values(fields).every((value) => value === undefined));
  assert.equal(isComplete(fields), false);
});

test('a price is exact from zero to the largest', () => {
  const largest = 10n ** 15n;
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: largest }), (minor) => {
      const { fields, errors } = read({ unitPrice: { amount: formatDecimal(minor, 2), currency: 'EUR' } });
      assert.deepEqual([errors, fields.unitPriceMinor, fields.currency], [[], minor, 'EUR']);
    }),
  );
  for (const minor of [-1n, largest + 1n]) {
    const { errors } = read({ unitPrice: { amount: formatDecimal(minor, 2), currency: 'EUR' } });
    assert.deepEqual(errors, ['unitPrice.amount OUT_OF_RANGE']);
  }
});

test('a tax rate is from 0 to 100 percent with two decimals', () => {
  assert.equal(read({ taxRate: '0' }).fields.taxRateBasisPoints, 0);
  assert.equal(read({ taxRate: '5.5' }).fields.taxRateBasisPoints, 550);
  assert.equal(read({ taxRate: '100.00' }).fields.taxRateBasisPoints, 10_000);
  assert.deepEqual(read({ taxRate: '-0.01' }).errors, ['taxRate OUT_OF_RANGE']);
  assert.deepEqual(read({ taxRate: '100.01' }).errors, ['taxRate OUT_OF_RANGE']);
  assert.deepEqual(read({ taxRate: '19.125' }).errors, ['taxRate INVALID']);
});
