import { toEntityKey } from '#platform/graphql/entity-loader.ts';
import { isPlainText, normaliseText } from '#platform/text/plain-text.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { listProducts } from '../store/list-products.ts';
import { findProductBySku } from '../store/product-store.ts';

export const productQueries: QueryResolvers = {
  product: (_root, { id }, { productById }) => productById.load(toEntityKey(id)),
  productBySku: async (_root, { sku }, { db }) => {
    const text = normaliseText(sku);
    return isPlainText(text) ? ((await findProductBySku(db, text)) ?? null) : null;
  },
  products: (_root, args, { db }) => listProducts(db, args),
};
