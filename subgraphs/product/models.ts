import type { Connection } from '#platform/graphql/connection.ts';
import type { products, stockMovements, stockReservationLines, stockReservations } from './tables.ts';

export type { EntityReference } from '#platform/graphql/entity-reference.ts';

/** The parent value of the resolvers of `Product`: the row. */
export type ProductModel = typeof products.$inferSelect;
export type ProductConnectionModel = Connection<ProductModel>;
export type ProductEdgeModel = ProductConnectionModel['edges'][number];

/** The parent value of the resolvers of `StockMovement`: the row. */
export type StockMovementModel = typeof stockMovements.$inferSelect;
export type StockMovementConnectionModel = Connection<StockMovementModel>;
export type StockMovementEdgeModel = StockMovementConnectionModel['edges'][number];

/** The parent value of the resolvers of `StockReservationLine`: the row. */
export type StockReservationLineModel = typeof stockReservationLines.$inferSelect;

/** The parent value of the resolvers of `StockReservation`: the row and its lines. */
export type StockReservationModel = typeof stockReservations.$inferSelect & {
  readonly lines: StockReservationLineModel[];
};

/** The parent value of the resolvers of `StockShortage`, in ten-thousandths of a unit. */
export interface StockShortageModel {
  readonly productId: string;
  readonly availableE4: bigint;
  readonly requestedE4: bigint;
}
