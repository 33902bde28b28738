import { scalars } from '#schema/scalars.ts';
import { customerTotalsResolvers } from '../figures/customer-totals/customer-totals-resolvers.ts';
import { liveTotalsResolvers } from '../figures/live-totals/live-totals-resolvers.ts';
import { receivedResolvers } from '../figures/received/received-resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';

/** The resolvers of all figures. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Decimal: scalars.Decimal,
  Currency: scalars.Currency,
  Cursor: scalars.Cursor,
  Date: scalars.Date,
  Query: { ...liveTotalsResolvers.Query, ...customerTotalsResolvers.Query },
  Subscription: {
    ...liveTotalsResolvers.Subscription,
    ...customerTotalsResolvers.Subscription,
    ...receivedResolvers.Subscription,
  },
};
