import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { InputProblems } from '#kernel/input-problems.ts';
import { formatUnitPrice, maxUnitPriceMicro } from '#schema/unit-price.ts';
import { productBounds } from './bounds.ts';
import { type ProductFieldsInput, parseProductFields } from './product-fields.ts';

function read(input: ProductFieldsInput) {
  const problems = new InputProblems();
  const fields = parseProductFields(input, problems);
  return { fields, errors: problems.errors.map(({ field, code }) => `${field.join('.')} ${code}`) };
}

test('absent fields stay undefined', () => {
  const { fields, errors } = read({});
  assert.deepEqual(errors, []);
  assert.ok(Object.values(fields).every((value) => value === undefined));
});

test('each text has a maximum length', () => {
  for (const [name, bound] of Object.entries(productBounds)) {
    assert.deepEqual(read({ [name]: 'a'.repeat(bound) }).errors, []);
    assert.deepEqual(read({ [name]: 'a'.repeat(bound + 1) }).errors, [`${name} TOO_LONG`]);
  }
});

test('a price is exact from zero to the largest, with six decimals more than its currency', () => {
  const readPrice = (amountMicro: bigint) =>
    read({ unitPrice: { amount: formatUnitPrice({ amountMicro, currency: 'EUR' }), currency: 'EUR' } });
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: maxUnitPriceMicro }), (amountMicro) => {
      const { fields, errors } = readPrice(amountMicro);
      assert.deepEqual([errors, fields.unitPriceMicro, fields.currency], [[], amountMicro, 'EUR']);
    }),
  );
  for (const amountMicro of [-1n, maxUnitPriceMicro + 1n]) {
    assert.deepEqual(readPrice(amountMicro).errors, ['unitPrice.amount OUT_OF_RANGE']);
  }
  const { errors } = read({ unitPrice: { amount: '0.000000001', currency: 'EUR' } });
  assert.deepEqual(errors, ['unitPrice.amount INVALID']);
});

test('a tax rate is from 0 to 100 percent with three decimals', () => {
  assert.equal(read({ taxRate: '0' }).fields.taxRateMilli, 0);
  assert.equal(read({ taxRate: '9.975' }).fields.taxRateMilli, 9_975);
  assert.equal(read({ taxRate: '100.00' }).fields.taxRateMilli, 100_000);
  assert.deepEqual(read({ taxRate: '-0.01' }).errors, ['taxRate OUT_OF_RANGE']);
  assert.deepEqual(read({ taxRate: '100.001' }).errors, ['taxRate OUT_OF_RANGE']);
  assert.deepEqual(read({ taxRate: '19.1255' }).errors, ['taxRate INVALID']);
});
