import { formatQuantity } from '#schema/quantity.ts';
import type { StockReservationLineResolvers, StockShortageResolvers } from '../generated/resolvers.ts';

export const stockReservationLineResolvers: StockReservationLineResolvers = {
  reserved: ({ reservedE4 }) => formatQuantity(reservedE4),
  released: ({ releasedE4 }) => formatQuantity(releasedE4),
};

export const stockShortageResolvers: StockShortageResolvers = {
  available: ({ availableE4 }) => formatQuantity(availableE4),
  requested: ({ requestedE4 }) => formatQuantity(requestedE4),
};
