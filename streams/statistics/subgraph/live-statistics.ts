import {
  type CustomerTotalsApi,
  createCustomerTotalsApi,
} from '../figures/customer-totals/customer-totals-api.ts';
import { type LiveParts, SharedFeeds } from '../figures/live.ts';
import { createLiveTotalsApi, type LiveTotalsApi } from '../figures/live-totals/live-totals-api.ts';
import { createReceivedApi, type ReceivedApi } from '../figures/received/received-api.ts';

/** The figures that the subgraph's resolvers read: the same in every process, whichever partitions it works on. */
export interface LiveStatistics extends LiveTotalsApi, CustomerTotalsApi, ReceivedApi {}

/** Reads live figures from the tables, once for all who follow the same. */
export function createLiveStatistics(
  options: Omit<LiveParts, 'feeds' | 'keepsReceived'> & { readonly keepsReceived?: boolean },
): LiveStatistics {
  const parts = { keepsReceived: true, ...options, feeds: new SharedFeeds(options) };
  return { ...createLiveTotalsApi(parts), ...createCustomerTotalsApi(parts), ...createReceivedApi(parts) };
}
