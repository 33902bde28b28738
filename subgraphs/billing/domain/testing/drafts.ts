import fc from 'fast-check';
import type { TaxTreatment } from '#schema/tax-category.ts';
import type { Adjustment, DocumentAdjustmentTerms } from '../adjustment.ts';
import { resolveAdjustment, sumAdjustments } from '../adjustment.ts';
import { computeLineBase, type LineTerms } from '../line.ts';
import { type DraftTerms, priceDraft } from '../price-draft.ts';

const taxes = [
  { taxRateMilli: 0, taxCategory: null, taxExemptionReason: null },
  { taxRateMilli: 0, taxCategory: 'AE', taxExemptionReason: 'Reverse charge' },
  { taxRateMilli: 5_500, taxCategory: null, taxExemptionReason: null },
  { taxRateMilli: 20_000, taxCategory: null, taxExemptionReason: null },
] as const;

const adjustment: fc.Arbitrary<Adjustment> = fc.record({
  isCharge: fc.boolean(),
  reason: fc.constant('Because'),
  percentMilli: fc.option(fc.integer({ min: 1, max: 30_000 })),
  amountMinor: fc.bigInt({ min: 1n, max: 5_000n }),
});

/** Lines whose amounts are not below zero. */
const line: fc.Arbitrary<LineTerms> = fc
  .record({
    productId: fc.constant(null),
    sku: fc.constant(null),
    description: fc.constant('Work'),
    unit: fc.constant('hour'),
    quantityE4: fc.bigInt({ min: 1n, max: 200_000n }),
    unitPriceMicro: fc.bigInt({ min: 0n, max: 20_000_000_000n }),
    tax: fc.constantFrom(...taxes),
    given: fc.array(adjustment, { maxLength: 2 }),
  })
  .map(({ tax, given, ...terms }) => {
    const base = computeLineBase(terms);
    const adjustments = given.map((one) => resolveAdjustment(one, base));
    const fits = base + sumAdjustments(adjustments) >= 0n && adjustments.length > 0;
    return { ...terms, ...tax, adjustments: fits ? adjustments : null };
  });

const onDocument: fc.Arbitrary<DocumentAdjustmentTerms> = fc
  .tuple(adjustment, fc.option(fc.constantFrom(...taxes)))
  .map(([given, tax]) => ({ ...given, tax }));

const isTaxedAs = (one: TaxTreatment, tax: TaxTreatment) =>
  one.taxRateMilli === tax.taxRateMilli && one.taxCategory === tax.taxCategory;

/** Drafts that could be issued: no tax group is below zero, and everything that is to be split can be. */
export const issuableDraft: fc.Arbitrary<DraftTerms> = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    adjustments: fc.array(onDocument, { maxLength: 3 }),
    pricesIncludeTax: fc.boolean(),
  })
  .filter((terms) => {
    const { taxSubtotals, adjustments } = priceDraft(terms);
    // A percentage is of lines, which there must be.
    const isOfLines = (terms.adjustments ?? []).every(
      ({ percentMilli, tax }) =>
        percentMilli === null || !tax || terms.lines.some((one) => isTaxedAs(one, tax)),
    );
    const isSplit = (adjustments ?? []).every(
      ({ amountMinor, shares }) => amountMinor === 0n || shares.length > 0,
    );
    return (
      isOfLines && isSplit && taxSubtotals.every(({ netMinor, taxMinor }) => netMinor >= 0n && taxMinor >= 0n)
    );
  });
