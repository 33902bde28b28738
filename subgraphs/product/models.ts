import type { Connection } from '#platform/graphql/connection.ts';
import type { products, stockMovements } from './tables.ts';

/** A product as resolvers hand it on: the row. */
export type ProductModel = typeof products.$inferSelect;
export type ProductConnectionModel = Connection<ProductModel>;
export type ProductEdgeModel = ProductConnectionModel['edges'][number];

/** An entry of the stock journal: the row. */
export type StockMovementModel = typeof stockMovements.$inferSelect;
export type StockMovementConnectionModel = Connection<StockMovementModel>;
export type StockMovementEdgeModel = StockMovementConnectionModel['edges'][number];
