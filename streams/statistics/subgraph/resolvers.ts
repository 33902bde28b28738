import { scalars } from '#schema/scalars.ts';
import { createCustomerTotalsResolvers } from '../figures/customer-totals/customer-totals-resolvers.ts';
import { type LiveParts, SharedFeeds } from '../figures/live.ts';
import { createLiveTotalsResolvers } from '../figures/live-totals/live-totals-resolvers.ts';
import { createReceivedResolvers } from '../figures/received/received-resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';

/**
 * Creates the resolvers of all figures, each of which is read from the tables once for all who follow it. They are the
 * same in every process, whichever partitions it works on.
 */
export function createResolvers(options: Omit<LiveParts, 'feeds'>): Resolvers {
  const parts = { ...options, feeds: new SharedFeeds(options) };
  const liveTotals = createLiveTotalsResolvers(parts);
  const customerTotals = createCustomerTotalsResolvers(parts);
  const received = createReceivedResolvers(parts);
  return {
    DateTime: scalars.DateTime,
    Decimal: scalars.Decimal,
    Currency: scalars.Currency,
    Cursor: scalars.Cursor,
    Date: scalars.Date,
    Query: { ...liveTotals.Query, ...customerTotals.Query },
    Subscription: { ...liveTotals.Subscription, ...customerTotals.Subscription, ...received.Subscription },
  };
}
