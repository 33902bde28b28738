import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseMoney } from '#schema/money.ts';
import { computeFigures, type PricedDocument } from './figures.ts';
import { priceDraft } from './price-draft.ts';
import { issuableDraft } from './testing/drafts.ts';

const pricing = fc.record({
  quantityE4: fc.bigInt({ min: 1n, max: 1_000_000n }),
  unitPriceMicro: fc.bigInt({ min: 0n, max: 100_000_000_000n }),
  taxRateMilli: fc.constantFrom(0, 5_500, 9_975, 20_000),
  taxCategory: fc.constant(null),
});
const invoice: fc.Arbitrary<PricedDocument> = fc.oneof(
  fc.record({ lines: fc.array(pricing, { minLength: 1, maxLength: 8 }), isTaxedByLine: fc.boolean() }),
  issuableDraft.map(priceDraft),
);

test('a line credited by itself takes its part of the tax of its rate: lago-api PR #2643', () => {
  const lines = ['68.33', '57.50', '85.00', '68.33'].map((price) => ({
    quantityE4: 10_000n,
    unitPriceMicro: (parseMoney(price, 'EUR')?.amountMinor ?? 0n) * 1_000_000n,
    taxRateMilli: 20_000,
    taxCategory: null,
  }));
  const totalAt = (count: number) =>
    computeFigures(
      { lines },
      lines.map((_line, index) => (index < count ? 10_000n : 0n)),
    ).totals.totalMinor;
  assert.equal(totalAt(4), 33_499n);
  const credits = [1, 2, 3, 4].map((count) => totalAt(count) - totalAt(count - 1));
  assert.deepEqual(credits, [8_200n, 6_900n, 10_200n, 8_199n]);
});

test('any partition of an invoice into credits adds up to its figures', () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(invoice, fc.array(part, { maxLength: 5 }), (document, parts) => {
      const steps = [...parts.toSorted((a, b) => a - b), 1].map((share) =>
        document.lines.map(({ quantityE4 }) => (quantityE4 * BigInt(Math.round(share * 10_000))) / 10_000n),
      );
      const none = document.lines.map(() => 0n);
      let sum = 0n;
      let before = computeFigures(document, none).totals.totalMinor;
      assert.equal(before, 0n);
      for (const quantities of steps) {
        const { totalMinor } = computeFigures(document, quantities).totals;
        assert.ok(totalMinor >= before, 'a credit never asks for money');
        sum += totalMinor - before;
        before = totalMinor;
      }
      assert.equal(sum, computeFigures(document).totals.totalMinor);
    }),
  );
});

test('there is one quantity for each line', () => {
  assert.throws(() => computeFigures({ lines: [] }, [1n]), RangeError);
});
