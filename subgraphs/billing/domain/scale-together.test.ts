import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pickSize } from '#platform/testing/test-size.ts';
import { divideHalfUp } from '#schema/decimal.ts';
import { scaleTogether } from './scale-together.ts';

const add = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);

test('no part goes back as the fraction grows, where rounding each sum of parts would', () => {
  // Rounded with those before it, the second value had 1 of a third and 0 of a half.
  const values = [1n, 1n, 1n];
  assert.deepEqual(scaleTogether(values, { dividend: 1n, divisor: 3n }), [1n, 0n, 0n]);
  assert.deepEqual(scaleTogether(values, { dividend: 1n, divisor: 2n }), [1n, 1n, 0n]);
  assert.deepEqual(scaleTogether(values, { dividend: 2n, divisor: 3n }), [1n, 1n, 0n]);
  assert.deepEqual(scaleTogether([10n, -1n, -1n], { dividend: 1n, divisor: 4n }), [3n, -1n, 0n]);
});

test('parts go from zero to their values, never back, and add up to the part of the sum', () => {
  const size = fc.oneof(
    fc.bigInt({ min: -12n, max: 12n }),
    fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }),
  );
  const values = fc.array(size, { minLength: 1, maxLength: 8 });
  const divisor = fc.oneof(fc.bigInt({ min: 1n, max: 60n }), fc.bigInt({ min: 1n, max: 10n ** 12n }));
  const steps = fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 12 });
  fc.assert(
    fc.property(values, divisor, steps, (given, whole, parts) => {
      const dividends = [
        0n,
        ...parts.toSorted((a, b) => a - b).map((part) => (whole * BigInt(part)) / 1_000n),
        whole,
      ];
      let before = given.map(() => 0n);
      for (const dividend of dividends) {
        const taken = scaleTogether(given, { dividend, divisor: whole });
        assert.equal(add(taken), divideHalfUp(add(given) * dividend, whole));
        for (const [index, value] of given.entries()) {
          const [earlier = 0n, now = 0n] = [before[index], taken[index]];
          assert.ok(value < 0n ? now <= earlier && now >= value : now >= earlier && now <= value);
          // Near the exact part: less than a unit for the rounding of each other part, and one for that of the sum.
          const error = now * whole - value * dividend;
          const bound = BigInt(given.length + 1) * whole;
          assert.ok(error < bound && error > -bound, `${value} ${dividend}/${whole}: ${now}`);
        }
        before = taken;
      }
      assert.deepEqual(before, given);
    }),
    { numRuns: pickSize({ quick: 2_000, long: 200_000 }) },
  );
});
