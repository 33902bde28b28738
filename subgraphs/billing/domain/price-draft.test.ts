import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { computeAdjustmentTotals, toSignedShares } from './adjustment.ts';
import { computeLineAmount } from './figure-parts.ts';
import { type DraftTerms, priceDraft } from './price-draft.ts';
import { toGroupKey } from './tax-group.ts';
import { issuableDraft } from './testing/drafts.ts';

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);

test('net is lines less allowances and with charges, total is net and tax (EN 16931 BR-CO-10 to BR-CO-15)', () => {
  fc.assert(
    fc.property(issuableDraft, (terms) => {
      const { lines, adjustments, totals, taxSubtotals } = priceDraft(terms);
      const { allowanceMinor, chargeMinor } = computeAdjustmentTotals(adjustments);
      const lineTotal = sum(lines.map(({ netMinor }) => netMinor));
      assert.equal(totals.netMinor, lineTotal - allowanceMinor + chargeMinor);
      assert.equal(totals.totalMinor, totals.netMinor + totals.taxMinor);
      assert.equal(sum(taxSubtotals.map(({ netMinor }) => netMinor)), totals.netMinor);
      assert.equal(sum(taxSubtotals.map(({ taxMinor }) => taxMinor)), totals.taxMinor);
    }),
  );
});

test('the net of each tax group is that of its lines and its parts of allowances and charges', () => {
  fc.assert(
    fc.property(issuableDraft, (terms) => {
      const { lines, adjustments, taxSubtotals } = priceDraft(terms);
      const items = [...lines, ...toSignedShares(adjustments)];
      for (const subtotal of taxSubtotals) {
        const ofGroup = items.filter((item) => toGroupKey(item) === toGroupKey(subtotal));
        assert.equal(sum(ofGroup.map(({ netMinor }) => netMinor)), subtotal.netMinor);
      }
    }),
  );
});

test('without included tax the tax of a group is rounded once, and with it the net is', () => {
  fc.assert(
    fc.property(issuableDraft, (terms) => {
      for (const { netMinor, taxMinor, taxRateMilli } of priceDraft(terms).taxSubtotals) {
        const [rate, whole] = [BigInt(taxRateMilli), 100_000n];
        const error = terms.pricesIncludeTax
          ? netMinor * (whole + rate) - (netMinor + taxMinor) * whole
          : taxMinor * whole - netMinor * rate;
        const divisor = terms.pricesIncludeTax ? whole + rate : whole;
        assert.ok(2n * error <= divisor && 2n * error >= -divisor);
      }
    }),
  );
});

test('the parts of an allowance or a charge add up to it', () => {
  fc.assert(
    fc.property(issuableDraft, (terms) => {
      for (const { amountMinor, shares } of priceDraft(terms).adjustments ?? []) {
        assert.equal(sum(shares.map((share) => share.amountMinor)), amountMinor);
      }
    }),
  );
});

test('if prices include tax, the total is what the prices, allowances and charges come to', () => {
  fc.assert(
    fc.property(issuableDraft, (given) => {
      const terms: DraftTerms = { ...given, pricesIncludeTax: true };
      const { adjustments, totals, lines } = priceDraft(terms);
      const onDocument = sum(toSignedShares(adjustments).map(({ amountMinor }) => amountMinor));
      assert.equal(totals.totalMinor, sum(terms.lines.map(computeLineAmount)) + onDocument);
      for (const { netMinor, taxMinor, grossMinor } of lines) assert.equal(netMinor + taxMinor, grossMinor);
    }),
  );
});
