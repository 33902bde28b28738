import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { divideHalfUp } from '#schema/decimal.ts';
import { allocate } from './allocate.ts';

const dividends = fc.array(fc.bigInt({ min: -1_000_000n, max: 1_000_000n }), { minLength: 1, maxLength: 20 });
const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);

test('the parts add up to the total, and each is less than one from its exact value', () => {
  fc.assert(
    fc.property(dividends, fc.bigInt({ min: 1n, max: 10_000n }), (exact, divisor) => {
      const total = divideHalfUp(sum(exact), divisor);
      const parts = allocate(total, exact, divisor);
      assert.equal(sum(parts), total);
      for (const [index, part] of parts.entries()) {
        const error = part * divisor - (exact[index] ?? 0n);
        assert.ok(error < divisor && error > -divisor);
      }
    }),
  );
});

test('the largest remainders are rounded up, and of equal ones the first', () => {
  assert.deepEqual(allocate(10n, [10n, 10n, 10n], 3n), [4n, 3n, 3n]);
  assert.deepEqual(allocate(100n, [333n, 334n, 333n], 10n), [33n, 34n, 33n]);
  assert.deepEqual(allocate(-1n, [-5n, -5n], 10n), [0n, -1n]);
});
