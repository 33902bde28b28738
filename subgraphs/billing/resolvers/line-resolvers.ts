import { toMoneyObject } from '#schema/money.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { toTaxCategoryName } from '#schema/tax-category.ts';
import { formatTaxRate } from '#schema/tax-rate.ts';
import { toUnitPriceObject } from '#schema/unit-price.ts';
import { leftToCredit } from '../domain/credit.ts';
import type { InvoiceLineResolvers } from '../generated/resolvers.ts';
import { toAdjustmentObjects } from './adjustment-objects.ts';

export const lineResolvers: InvoiceLineResolvers = {
  product: ({ productId }) => (productId === null ? null : { id: productId }),
  quantity: ({ quantityE4 }) => formatQuantity(quantityE4),
  unitPrice: ({ unitPriceMicro, currency }) => toUnitPriceObject({ amountMicro: unitPriceMicro, currency }),
  creditedQuantity: async ({ id }, _args, { loaders }) =>
    formatMagnitude((await loaders.creditedPart.load(id)).quantityE4),
  creditableQuantity: async (line, _args, { loaders }) =>
    formatMagnitude(
      line.isCreditable ? leftToCredit({ ...line, credited: await loaders.creditedPart.load(line.id) }) : 0n,
    ),
  taxRate: ({ taxRateMilli }) => formatTaxRate(taxRateMilli),
  taxCategory: toTaxCategoryName,
  allowances: ({ adjustments, currency }) => toAdjustmentObjects(adjustments, false, currency),
  charges: ({ adjustments, currency }) => toAdjustmentObjects(adjustments, true, currency),
  netAmount: ({ netMinor, currency }) => toMoneyObject({ amountMinor: netMinor, currency }),
  taxAmount: ({ taxMinor, currency }) => toMoneyObject({ amountMinor: taxMinor, currency }),
  totalAmount: ({ netMinor, taxMinor, currency }) =>
    toMoneyObject({ amountMinor: netMinor + taxMinor, currency }),
};

function formatMagnitude(quantityE4: bigint): string {
  return formatQuantity(quantityE4 < 0n ? -quantityE4 : quantityE4);
}
