import { toConnection } from '#platform/graphql/connection.ts';
import { toEntityKey } from '#platform/graphql/entity-loader.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { toTaxCategoryName } from '#schema/tax-category.ts';
import { formatTaxRate } from '#schema/tax-rate.ts';
import { toUnitPriceObject } from '#schema/unit-price.ts';
import type { ProductResolvers, StockMovementResolvers } from '../generated/resolvers.ts';

export const productResolvers: ProductResolvers = {
  __resolveReference: ({ id }, { productById }) => productById.load(toEntityKey(id)),
  unitPrice: ({ unitPriceMicro, currency }) => toUnitPriceObject({ amountMicro: unitPriceMicro, currency }),
  taxRate: ({ taxRateMilli }) => formatTaxRate(taxRateMilli),
  taxCategory: toTaxCategoryName,
  stock: ({ stockE4 }) => formatQuantity(stockE4),
  lowStockAt: ({ lowStockE4 }) => (lowStockE4 === null ? null : formatQuantity(lowStockE4)),
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
};

export const stockMovementResolvers: StockMovementResolvers = {
  quantity: ({ changeE4 }) => formatQuantity(changeE4),
  stockAfter: ({ stockAfterE4 }) => formatQuantity(stockAfterE4),
  recorder: ({ recordedBy }) => ({ id: recordedBy }),
  recordedAt: ({ recordedAt }) => recordedAt.toISOString(),
};
