import { formatQuantity } from '#schema/quantity.ts';
import { parseId } from '../domain/reference.ts';
import type { CustomerResolvers, ProductResolvers } from '../generated/resolvers.ts';

/** The fields that billing adds to a customer. Only the customer service knows if the customer exists. */
export const customerExtension: CustomerResolvers = {
  __resolveReference: ({ id }) => toReference(id),
  invoices: ({ id }, args, { loaders }) => loaders.invoicesOf('customerId', id, args),
};

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
