import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { computeLineAmounts } from './line.ts';
import { sumAmounts, toTaxSubtotals } from './totals.ts';

const lines = fc.array(
  fc
    .record({
      quantityMilli: fc.bigInt({ min: 1n, max: 100_000n }),
      unitPriceMinor: fc.bigInt({ min: 0n, max: 100_000n }),
      taxRateBasisPoints: fc.constantFrom(0, 210, 550, 1_000, 2_000),
    })
    .map((line) => ({ ...line, ...computeLineAmounts(line) })),
  { maxLength: 40 },
);

test('the sums of the subtotals are the totals of the invoice, and so are the sums of the lines', () => {
  fc.assert(
    fc.property(lines, (given) => {
      const totals = sumAmounts(given);
      assert.deepEqual(sumAmounts(toTaxSubtotals(given)), totals);
      assert.equal(
        totals.netMinor,
        given.reduce((sum, line) => sum + line.netMinor, 0n),
      );
      assert.equal(totals.totalMinor, totals.netMinor + totals.taxMinor);
    }),
  );
});

test('the order of the lines changes neither totals nor subtotals', () => {
  fc.assert(
    fc.property(lines, (given) => {
      assert.deepEqual(toTaxSubtotals(given.toReversed()), toTaxSubtotals(given));
    }),
  );
});

test('each rate has one subtotal, the lowest first', () => {
  fc.assert(
    fc.property(lines, (given) => {
      const rates = toTaxSubtotals(given).map(({ taxRateBasisPoints }) => taxRateBasisPoints);
      assert.deepEqual(
        rates,
        [...new Set(given.map((line) => line.taxRateBasisPoints))].sort((a, b) => a - b),
      );
    }),
  );
});

test('an invoice without lines is of nothing', () => {
  assert.deepEqual(sumAmounts([]), { netMinor: 0n, taxMinor: 0n, totalMinor: 0n });
  assert.deepEqual(toTaxSubtotals([]), []);
});
