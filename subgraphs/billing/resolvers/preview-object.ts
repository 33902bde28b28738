import { toMoneyObject } from '#schema/money.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { toTaxCategoryName } from '#schema/tax-category.ts';
import { formatTaxRate } from '#schema/tax-rate.ts';
import { toUnitPriceObject } from '#schema/unit-price.ts';
import { computeAdjustmentTotals } from '../domain/adjustment.ts';
import type { Line } from '../domain/line.ts';
import type { PricedDraft } from '../domain/price-draft.ts';
import type { InvoicePreview, InvoicePreviewLine } from '../generated/types.ts';
import { toAdjustmentObjects, toDocumentAdjustmentObjects } from './adjustment-objects.ts';
import { toTaxSubtotalObjects } from './tax-subtotals.ts';

/** The figures of a draft in the shape of the API's type `InvoicePreview`. */
export function toPreviewObject(priced: PricedDraft, currency: string): InvoicePreview {
  const { lines, adjustments, totals, pricesIncludeTax } = priced;
  const { allowanceMinor, chargeMinor } = computeAdjustmentTotals(adjustments);
  const money = (amountMinor: bigint) => toMoneyObject({ amountMinor, currency });
  return {
    lines: lines.map((line) => toLineObject(line, currency)),
    allowances: toDocumentAdjustmentObjects(adjustments, false, currency),
    charges: toDocumentAdjustmentObjects(adjustments, true, currency),
    lineTotal: money(totals.netMinor + allowanceMinor - chargeMinor),
    allowanceTotal: money(allowanceMinor),
    chargeTotal: money(chargeMinor),
    netTotal: money(totals.netMinor),
    taxTotal: money(totals.taxMinor),
    total: money(totals.totalMinor),
    taxSubtotals: toTaxSubtotalObjects(
      { currency, adjustments, pricesIncludeTax, isTaxedByLine: false },
      lines,
    ),
  };
}

function toLineObject(line: Line, currency: string): InvoicePreviewLine {
  const money = (amountMinor: bigint) => toMoneyObject({ amountMinor, currency });
  return {
    sku: line.sku,
    description: line.description,
    quantity: formatQuantity(line.quantityE4),
    unit: line.unit,
    unitPrice: toUnitPriceObject({ amountMicro: line.unitPriceMicro, currency }),
    taxRate: formatTaxRate(line.taxRateMilli),
    taxCategory: toTaxCategoryName(line),
    taxExemptionReason: line.taxExemptionReason,
    allowances: toAdjustmentObjects(line.adjustments, false, currency),
    charges: toAdjustmentObjects(line.adjustments, true, currency),
    netAmount: money(line.netMinor),
    taxAmount: money(line.taxMinor),
    totalAmount: money(line.netMinor + line.taxMinor),
  };
}
