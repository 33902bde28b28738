import { formatDecimal } from '#schema/decimal.ts';
import { toMoneyObject } from '#schema/money.ts';
import type { InvoiceLineResolvers } from '../generated/types.ts';

export const lineResolvers: InvoiceLineResolvers = {
  product: ({ productId }) => (productId === null ? null : { id: productId }),
  quantity: ({ quantityMilli }) => formatDecimal(quantityMilli, 3, 0),
  unitPrice: ({ unitPriceMinor, currency }) => toMoneyObject({ amountMinor: unitPriceMinor, currency }),
  taxRate: ({ taxRateBasisPoints }) => formatDecimal(BigInt(taxRateBasisPoints), 2),
  netAmount: ({ netMinor, currency }) => toMoneyObject({ amountMinor: netMinor, currency }),
  taxAmount: ({ taxMinor, currency }) => toMoneyObject({ amountMinor: taxMinor, currency }),
  totalAmount: ({ netMinor, taxMinor, currency }) =>
    toMoneyObject({ amountMinor: netMinor + taxMinor, currency }),
};
