import type { Connection } from '#platform/graphql/connection.ts';
import type { products, stockMovements } from './tables.ts';

/** The parent value of the resolvers of `Product`: the row. */
export type ProductModel = typeof products.$inferSelect;
export type ProductConnectionModel = Connection<ProductModel>;
export type ProductEdgeModel = ProductConnectionModel['edges'][number];

/** The parent value of the resolvers of `StockMovement`: the row. */
export type StockMovementModel = typeof stockMovements.$inferSelect;
export type StockMovementConnectionModel = Connection<StockMovementModel>;
export type StockMovementEdgeModel = StockMovementConnectionModel['edges'][number];
