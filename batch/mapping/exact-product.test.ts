import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { divideHalfUp } from '#schema/decimal.ts';
import { multiplyRounded } from './exact-product.ts';

test('a product of any size is divided and rounded as the platform does it', () => {
  const small = fc.integer({ min: -100_000, max: 100_000 });
  const large = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 });
  const factor = fc.oneof(small, large);
  fc.assert(
    fc.property(factor, factor, fc.constantFrom(1_000, 10_000), (one, other, divisor) => {
      const value = multiplyRounded(one, other, divisor);
      assert.equal(value, Number(divideHalfUp(BigInt(one) * BigInt(other), BigInt(divisor))));
      assert.ok(!Object.is(value, -0));
    }),
    { numRuns: 2_000 },
  );
});

test('a half is rounded away from zero on both sides', () => {
  assert.equal(multiplyRounded(500, 1, 1_000), 1);
  assert.equal(multiplyRounded(-500, 1, 1_000), -1);
  assert.equal(multiplyRounded(499, 1, 1_000), 0);
});
