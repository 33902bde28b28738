import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bounds } from './bounds.ts';
import { computeLineAmounts } from './line.ts';

const figures = fc.record({
  quantityMilli: fc.bigInt({ min: 1n, max: bounds.quantityMilli }),
  unitPriceMinor: fc.bigInt({ min: 0n, max: bounds.unitPriceMinor }),
  taxRateBasisPoints: fc.integer({ min: 0, max: 10_000 }),
});

/** Whether `rounded` is `numerator / denominator` rounded half-up, by the definition and without a division. */
function isHalfUp(rounded: bigint, numerator: bigint, denominator: bigint): boolean {
  const doubledError = 2n * (rounded * denominator - numerator);
  return doubledError > -denominator && doubledError <= denominator;
}

test('net and tax are the exact rational amounts rounded half-up', () => {
  fc.assert(
    fc.property(figures, (line) => {
      const { netMinor, taxMinor } = computeLineAmounts(line);
      assert.ok(isHalfUp(netMinor, line.quantityMilli * line.unitPriceMinor, 1_000n));
      assert.ok(isHalfUp(taxMinor, netMinor * BigInt(line.taxRateBasisPoints), 10_000n));
    }),
    { numRuns: 2_000 },
  );
});

test('a half goes up, what is below it goes down', () => {
  const amountsOf = (quantityMilli: bigint, unitPriceMinor: bigint, taxRateBasisPoints: number) =>
    computeLineAmounts({ quantityMilli, unitPriceMinor, taxRateBasisPoints });
  assert.deepEqual(amountsOf(500n, 1n, 0), { netMinor: 1n, taxMinor: 0n });
  assert.deepEqual(amountsOf(499n, 1n, 0), { netMinor: 0n, taxMinor: 0n });
  // 2.50 at 5 % is 0.125.
  assert.deepEqual(amountsOf(1_000n, 250n, 500), { netMinor: 250n, taxMinor: 13n });
  assert.deepEqual(amountsOf(1_000n, 249n, 500), { netMinor: 249n, taxMinor: 12n });
});

test('more quantity, price or rate never gives less', () => {
  const more = fc.record({
    quantityMilli: fc.bigInt({ min: 0n, max: 10_000n }),
    unitPriceMinor: fc.bigInt({ min: 0n, max: 10_000n }),
    taxRateBasisPoints: fc.integer({ min: 0, max: 500 }),
  });
  fc.assert(
    fc.property(figures, more, (line, by) => {
      const larger = {
        quantityMilli: line.quantityMilli + by.quantityMilli,
        unitPriceMinor: line.unitPriceMinor + by.unitPriceMinor,
        taxRateBasisPoints: line.taxRateBasisPoints + by.taxRateBasisPoints,
      };
      assert.ok(computeLineAmounts(larger).netMinor >= computeLineAmounts(line).netMinor);
      assert.ok(computeLineAmounts(larger).taxMinor >= computeLineAmounts(line).taxMinor);
    }),
  );
});
