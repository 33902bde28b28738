import { toMoneyObject } from '#schema/money.ts';
import { toTaxCategoryName } from '#schema/tax-category.ts';
import { formatTaxRate } from '#schema/tax-rate.ts';
import type { Adjustment, DocumentAdjustment } from '../domain/adjustment.ts';
import type * as api from '../generated/types.ts';

/** The allowances, or the charges, of a line in the shape of the API's type `Adjustment`. */
export function toAdjustmentObjects(
  adjustments: readonly Adjustment[] | null,
  isCharge: boolean,
  currency: string,
): api.Adjustment[] {
  return (adjustments ?? [])
    .filter((adjustment) => adjustment.isCharge === isCharge)
    .map((adjustment) => toAdjustmentObject(adjustment, currency));
}

/** The allowances, or the charges, of an invoice in the shape of the API's type `DocumentAdjustment`. */
export function toDocumentAdjustmentObjects(
  adjustments: readonly DocumentAdjustment[] | null,
  isCharge: boolean,
  currency: string,
): api.DocumentAdjustment[] {
  return (adjustments ?? [])
    .filter((adjustment) => adjustment.isCharge === isCharge)
    .map((adjustment) => ({
      ...toAdjustmentObject(adjustment, currency),
      isSplit: adjustment.tax === null,
      shares: adjustment.shares.map((share) => ({
        taxRate: formatTaxRate(share.taxRateMilli),
        taxCategory: toTaxCategoryName(share),
        taxExemptionReason: share.taxExemptionReason,
        netAmount: toMoneyObject({ amountMinor: share.netMinor, currency }),
      })),
    }));
}

function toAdjustmentObject(
  { reason, percentMilli, amountMinor }: Adjustment,
  currency: string,
): api.Adjustment {
  return {
    reason,
    percent: percentMilli === null ? null : formatTaxRate(percentMilli),
    amount: toMoneyObject({ amountMinor, currency }),
  };
}
