import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { formatMinor } from '#schema/money.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { type TaxTreatment, toTaxCategoryName } from '#schema/tax-category.ts';
import { formatTaxRate } from '#schema/tax-rate.ts';
import { formatUnitPrice } from '#schema/unit-price.ts';
import type { Adjustment } from './domain/adjustment.ts';
import type { LineTerms } from './domain/line.ts';
import { issuableDraft } from './domain/testing/drafts.ts';
import { duplicate, readTerms } from './testing/duplicate-calls.ts';
import { succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

const toTaxInput = (tax: TaxTreatment) => ({
  taxRate: formatTaxRate(tax.taxRateMilli),
  taxCategory: toTaxCategoryName(tax),
  taxExemptionReason: tax.taxExemptionReason,
});

const toAdjustmentInput = ({ reason, percentMilli, amountMinor }: Adjustment) => ({
  reason,
  ...(percentMilli === null
    ? { amount: formatMinor(amountMinor, 'EUR') }
    : { percent: formatTaxRate(percentMilli) }),
});

/** The allowances and charges of a line or a document as an input. */
function toAdjustmentInputs<Given extends Adjustment>(
  given: readonly Given[],
  toInput: (one: Given) => object,
): { allowances: object[]; charges: object[] } {
  const pick = (isCharge: boolean) => given.filter((one) => one.isCharge === isCharge).map(toInput);
  return { allowances: pick(false), charges: pick(true) };
}

const toLineInput = (line: LineTerms) => ({
  description: line.description,
  quantity: formatQuantity(line.quantityE4),
  unit: line.unit,
  unitPrice: formatUnitPrice({ amountMicro: line.unitPriceMicro, currency: 'EUR' }),
  ...toTaxInput(line),
  ...toAdjustmentInputs(line.adjustments ?? [], toAdjustmentInput),
});

test('the figures of a duplicate equal those of its invoice, as a draft and once both are issued', async () => {
  const customerId = billing.addCustomer();
  const numRuns = pickSize({ quick: 6, long: 100 });
  await fc.assert(
    fc.asyncProperty(issuableDraft, async ({ lines, adjustments, pricesIncludeTax }) => {
      const original = await succeed(manager, 'createInvoice', {
        customerId,
        currency: 'EUR',
        lines: lines.map(toLineInput),
        ...toAdjustmentInputs(adjustments, (one) => ({
          ...toAdjustmentInput(one),
          ...(one.tax && toTaxInput(one.tax)),
        })),
        pricesIncludeTax,
      });
      const expected = await readTerms(manager, original.id);
      const ofDraft = await duplicate(manager, original.id);
      assert.deepEqual(await readTerms(manager, ofDraft.id), expected);
      await succeed(manager, 'issueInvoice', { id: original.id, expectedVersion: 1 });
      const ofIssued = await duplicate(manager, original.id);
      assert.deepEqual(await readTerms(manager, ofIssued.id), expected);
      await succeed(manager, 'issueInvoice', { id: ofIssued.id, expectedVersion: 1 });
      assert.deepEqual(await readTerms(manager, ofIssued.id), expected);
    }),
    { numRuns },
  );
});
