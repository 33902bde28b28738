import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maxQuantityE4 } from '#schema/quantity.ts';
import { maxTaxRateMilli } from '#schema/tax-rate.ts';
import { maxUnitPriceMicro } from '#schema/unit-price.ts';
import { computeLineAmounts, computeTax } from './line.ts';

const figures = fc.record({
  quantityE4: fc.bigInt({ min: 1n, max: maxQuantityE4 }),
  unitPriceMicro: fc.bigInt({ min: 0n, max: maxUnitPriceMicro }),
  taxRateMilli: fc.integer({ min: 0, max: maxTaxRateMilli }),
});

/** Tests if `rounded` is `numerator / denominator` rounded half up, by the definition and without a division. */
function isHalfUp(rounded: bigint, numerator: bigint, denominator: bigint): boolean {
  const doubledError = 2n * (rounded * denominator - numerator);
  return doubledError > -denominator && doubledError <= denominator;
}

test('net and tax are the exact rational amounts rounded half-up', () => {
  fc.assert(
    fc.property(figures, (line) => {
      const { netMinor, taxMinor } = computeLineAmounts(line);
      assert.ok(isHalfUp(netMinor, line.quantityE4 * line.unitPriceMicro, 10_000_000_000n));
      assert.ok(isHalfUp(taxMinor, netMinor * BigInt(line.taxRateMilli), 100_000n));
    }),
    { numRuns: 2_000 },
  );
});

test('a half rounds up, less than a half rounds down', () => {
  const amountsOf = (quantityE4: bigint, unitPriceMicro: bigint, taxRateMilli: number) =>
    computeLineAmounts({ quantityE4, unitPriceMicro, taxRateMilli });
  assert.deepEqual(amountsOf(5_000n, 1_000_000n, 0), { netMinor: 1n, taxMinor: 0n });
  assert.deepEqual(amountsOf(4_999n, 1_000_000n, 0), { netMinor: 0n, taxMinor: 0n });
  // 2.50 at 5 % is 0.125.
  assert.deepEqual(amountsOf(10_000n, 250_000_000n, 5_000), { netMinor: 250n, taxMinor: 13n });
  assert.deepEqual(amountsOf(10_000n, 249_000_000n, 5_000), { netMinor: 249n, taxMinor: 12n });
});

test('only the amount is rounded, not the price: 1,000 kWh at 0.2345 are 234.50', () => {
  const line = { quantityE4: 10_000_000n, unitPriceMicro: 23_450_000n, taxRateMilli: 0 };
  assert.equal(computeLineAmounts(line).netMinor, 23_450n);
  // Reported for others (erpnext #47705, india-compliance PR #4763): 12.345 is 12.35, 2.675 is 2.68, and so below zero.
  for (const [unitPriceMicro, netMinor] of [
    [1_234_500_000n, 1_235n],
    [267_500_000n, 268n],
  ] as const) {
    const figures = { unitPriceMicro, taxRateMilli: 0 };
    assert.equal(computeLineAmounts({ ...figures, quantityE4: 10_000n }).netMinor, netMinor);
    assert.equal(computeLineAmounts({ ...figures, quantityE4: -10_000n }).netMinor, -netMinor);
  }
});

test('a negative tax mirrors the positive one', () => {
  // eInvoicing-EN16931 #303: -1710.50 at 19 % is -324.995.
  assert.equal(computeTax(-171_050n, 19_000), -32_500n);
  // validator-configuration-xrechnung #74 and #63.
  assert.equal(computeTax(-761_250n, 19_000), -144_638n);
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.integer({ min: 0, max: maxTaxRateMilli }),
      (net, rate) => {
        assert.equal(computeTax(-net, rate), -computeTax(net, rate));
      },
    ),
  );
});

test('more quantity, price or rate never gives less', () => {
  const more = fc.record({
    quantityE4: fc.bigInt({ min: 0n, max: 100_000n }),
    unitPriceMicro: fc.bigInt({ min: 0n, max: 10_000_000_000n }),
    taxRateMilli: fc.integer({ min: 0, max: 5_000 }),
  });
  fc.assert(
    fc.property(figures, more, (line, by) => {
      const larger = {
        quantityE4: line.quantityE4 + by.quantityE4,
        unitPriceMicro: line.unitPriceMicro + by.unitPriceMicro,
        taxRateMilli: line.taxRateMilli + by.taxRateMilli,
      };
      assert.ok(computeLineAmounts(larger).netMinor >= computeLineAmounts(line).netMinor);
      assert.ok(computeLineAmounts(larger).taxMinor >= computeLineAmounts(line).taxMinor);
    }),
  );
});
