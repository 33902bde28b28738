import { getCaller } from '#platform/graphql/caller.ts';
import { toConnection } from '#platform/graphql/connection.ts';
import { toEntityKey } from '#platform/graphql/entity-loader.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { isPlainText, normaliseText } from '#platform/text/plain-text.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { readArguments } from '#schema/read-arguments.ts';
import { scalars } from '#schema/scalars.ts';
import { formatTaxRate } from '#schema/tax-rate.ts';
import { toUnitPriceObject } from '#schema/unit-price.ts';
import type { Resolvers } from './generated/types.ts';
import { toCondition, toKeysetOrder } from './products/product-list.ts';
import type { ProductService } from './products/product-service.ts';
import { countProducts, findProductBySku, listProducts } from './products/product-store.ts';

/** From the API's fields to what answers them. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Decimal: scalars.Decimal,
  Currency: scalars.Currency,
  Query: {
    product: (_root, { id }, { productById }) => productById.load(toEntityKey(id)),
    productBySku: async (_root, { sku }, { db }) => {
      const text = normaliseText(sku);
      return isPlainText(text) ? ((await findProductBySku(db, text)) ?? null) : null;
    },
    products: async (_root, given, { db }) => {
      const { filter, orderBy, ...args } = readArguments(given);
      const order = toKeysetOrder(orderBy);
      const page = parsePage(args, order.name);
      const condition = toCondition(filter);
      const rows = await listProducts(db, page, order, condition);
      return toConnection(
        page,
        rows,
        ({ product }) => product,
        () => countProducts(db, condition),
      );
    },
  },
  Mutation: {
    createProduct: (_root, { input }, context) =>
      toPayload(context.products.create(input, getCaller(context).principal)),
    updateProduct: (_root, { input }, { products }) => toPayload(products.update(input)),
    archiveProduct: (_root, { input }, { products }) => toPayload(products.archive(input)),
    restoreProduct: (_root, { input }, { products }) => toPayload(products.restore(input)),
    recordStockMovement: (_root, { input }, context) =>
      context.recordStockMovement(getCaller(context).principal, input),
  },
  Product: {
    __resolveReference: ({ id }, { productById }) => productById.load(toEntityKey(id)),
    unitPrice: ({ unitPriceMicro, currency }) => toUnitPriceObject({ amountMicro: unitPriceMicro, currency }),
    taxRate: ({ taxRateMilli }) => formatTaxRate(taxRateMilli),
    stock: ({ stockMilli }) => formatQuantity(stockMilli),
    stockMovements: async ({ id, movementCount }, args, { loadMovements }) => {
      const page = parsePage(args, 'stock movements');
      const rows = await loadMovements(id, page);
      return toConnection(
        page,
        rows,
        ({ movement }) => movement,
        async () => movementCount,
      );
    },
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    updatedAt: ({ updatedAt }) => updatedAt.toISOString(),
  },
  StockMovement: {
    quantity: ({ changeMilli }) => formatQuantity(changeMilli),
    stockAfter: ({ stockAfterMilli }) => formatQuantity(stockAfterMilli),
    recordedAt: ({ recordedAt }) => recordedAt.toISOString(),
  },
};

async function toPayload(answer: ReturnType<ProductService['update']>) {
  const { row, userErrors } = await answer;
  return { product: row, userErrors };
}
