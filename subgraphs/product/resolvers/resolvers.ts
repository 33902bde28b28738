import { scalars } from '#schema/scalars.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { productMutations } from './mutation-resolvers.ts';
import { productResolvers, stockMovementResolvers } from './product-resolvers.ts';
import { productQueries } from './query-resolvers.ts';
import { stockReservationLineResolvers, stockShortageResolvers } from './reservation-resolvers.ts';

/** The functions that answer the fields of the API. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Decimal: scalars.Decimal,
  Currency: scalars.Currency,
  Query: productQueries,
  Mutation: productMutations,
  Product: productResolvers,
  StockMovement: stockMovementResolvers,
  StockReservationLine: stockReservationLineResolvers,
  StockShortage: stockShortageResolvers,
};
