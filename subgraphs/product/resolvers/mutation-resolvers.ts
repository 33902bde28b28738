import type { ManagedPayload } from '#kernel/managed-entity.ts';
import { getCaller } from '#platform/graphql/caller.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import type { ProductModel } from '../models.ts';

export const productMutations: MutationResolvers = {
  createProduct: (_root, { input }, context) =>
    toPayload(context.products.create(input, getCaller(context).principal)),
  updateProduct: (_root, { input }, { products }) => toPayload(products.update(input)),
  archiveProduct: (_root, { input }, { products }) => toPayload(products.archive(input)),
  restoreProduct: (_root, { input }, { products }) => toPayload(products.restore(input)),
  recordStockMovement: (_root, { input }, context) =>
    context.recordStockMovement(getCaller(context).principal, input),
  reserveStock: (_root, { input }, context) => context.reserveStock(getCaller(context).principal, input),
  releaseStock: (_root, { input }, context) => context.releaseStock(getCaller(context).principal, input),
};

async function toPayload(answer: Promise<ManagedPayload<ProductModel>>) {
  const { row, userErrors } = await answer;
  return { product: row, userErrors };
}
