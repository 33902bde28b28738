import { toMoneyObject } from '#schema/money.ts';
import { type TaxTreatment, toTaxCategoryName } from '#schema/tax-category.ts';
import { formatTaxRate } from '#schema/tax-rate.ts';
import { toSignedShares } from '../domain/adjustment.ts';
import { toGroupKey } from '../domain/tax-group.ts';
import { toTaxSubtotals } from '../domain/totals.ts';
import type { TaxSubtotal } from '../generated/types.ts';
import type { InvoiceLineRow } from '../line-tables.ts';
import type { InvoiceModel } from '../models.ts';

/** The part of an invoice from which its subtotals follow. */
type TaxedInvoice = Pick<InvoiceModel, 'currency' | 'isTaxedByLine' | 'pricesIncludeTax' | 'adjustments'>;
type TaxedLine = Pick<InvoiceLineRow, 'netMinor' | 'taxMinor' | keyof TaxTreatment>;

/** The subtotals of an invoice by VAT category and rate, in the shape of the API's type `TaxSubtotal`. */
export function toTaxSubtotalObjects(
  { currency, isTaxedByLine, pricesIncludeTax, adjustments }: TaxedInvoice,
  lines: readonly TaxedLine[],
): TaxSubtotal[] {
  const money = (amountMinor: bigint) => toMoneyObject({ amountMinor, currency });
  const items = [...lines, ...toSignedShares(adjustments)];
  return toTaxSubtotals(items, isTaxedByLine || pricesIncludeTax).map((subtotal) => ({
    taxRate: formatTaxRate(subtotal.taxRateMilli),
    taxCategory: toTaxCategoryName(subtotal),
    taxExemptionReason: joinReasons(items.filter((item) => toGroupKey(item) === toGroupKey(subtotal))),
    netAmount: money(subtotal.netMinor),
    taxAmount: money(subtotal.taxMinor),
  }));
}

/** The parts of a group may have several reasons; EN 16931 has one text for all of them (BT-120). */
function joinReasons(items: readonly Pick<TaxTreatment, 'taxExemptionReason'>[]): string | null {
  const reasons = new Set(items.flatMap(({ taxExemptionReason }) => taxExemptionReason ?? []));
  return reasons.size === 0 ? null : [...reasons].join('; ');
}
