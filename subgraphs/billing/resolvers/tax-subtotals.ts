import { toMoneyObject } from '#schema/money.ts';
import { toTaxCategoryName } from '#schema/tax-category.ts';
import { formatTaxRate } from '#schema/tax-rate.ts';
import { toGroupKey } from '../domain/tax-group.ts';
import { toTaxSubtotals } from '../domain/totals.ts';
import type { TaxSubtotal } from '../generated/types.ts';
import type { InvoiceModel } from '../models.ts';
import type { InvoiceLineRow } from '../tables.ts';

/** The subtotals of an invoice by VAT category and rate, in the shape of the API's type `TaxSubtotal`. */
export function toTaxSubtotalObjects(
  { currency, isTaxedByLine }: InvoiceModel,
  lines: readonly InvoiceLineRow[],
): TaxSubtotal[] {
  const money = (amountMinor: bigint) => toMoneyObject({ amountMinor, currency });
  return toTaxSubtotals(lines, isTaxedByLine).map((subtotal) => ({
    taxRate: formatTaxRate(subtotal.taxRateMilli),
    taxCategory: toTaxCategoryName(subtotal),
    taxExemptionReason: joinReasons(lines.filter((line) => toGroupKey(line) === toGroupKey(subtotal))),
    netAmount: money(subtotal.netMinor),
    taxAmount: money(subtotal.taxMinor),
  }));
}

/** The lines of a group may have several reasons; EN 16931 has one text for all of them (BT-120). */
function joinReasons(lines: readonly InvoiceLineRow[]): string | null {
  const reasons = new Set(lines.flatMap(({ taxExemptionReason }) => taxExemptionReason ?? []));
  return reasons.size === 0 ? null : [...reasons].join('; ');
}
