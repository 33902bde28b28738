import { toMoneyObject } from '#schema/money.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { parseId } from '../domain/reference.ts';
import type { CustomerResolvers, ProductResolvers } from '../generated/resolvers.ts';
import type { CustomerAgeing } from '../generated/types.ts';
import type { Ageing } from '../totals/load-ageing.ts';

/** The fields that billing adds to a customer. Only the customer service knows if the customer exists. */
export const customerExtension: CustomerResolvers = {
  __resolveReference: ({ id }) => toReference(id),
  invoices: ({ id }, args, { loaders }) => loaders.invoicesOf('customerId', id, args),
  balance: async ({ id }, _args, { loaders }) =>
    (await loaders.ageing.load(id)).map(({ balanceMinor, currency }) =>
      toMoneyObject({ amountMinor: balanceMinor, currency }),
    ),
  openInvoices: ({ id }, args, { loaders }) =>
    loaders.invoicesOf('customerId', id, { ...args, filter: { hasBalance: true } }),
  ageing: async ({ id }, _args, { loaders }) => (await loaders.ageing.load(id)).map(toAgeing),
};

function toAgeing({ currency, invoiceCount, ...amounts }: Ageing): CustomerAgeing {
  const money = (amountMinor: bigint) => toMoneyObject({ amountMinor, currency });
  return {
    currency,
    invoiceCount,
    balance: money(amounts.balanceMinor),
    notDue: money(amounts.notDueMinor),
    days1To30: money(amounts.days1To30Minor),
    days31To60: money(amounts.days31To60Minor),
    days61To90: money(amounts.days61To90Minor),
    over90Days: money(amounts.over90DaysMinor),
  };
}

/** The fields that billing adds to a product. */
export const productExtension: ProductResolvers = {
  __resolveReference: ({ id }) => toReference(id),
  invoicedQuantity: async ({ id }, _args, { loaders }) =>
    formatQuantity(await loaders.invoicedQuantity.load(id)),
};

function toReference(id: string): { id: string } | null {
  const parsed = parseId(id);
  return parsed === undefined ? null : { id: parsed };
}
