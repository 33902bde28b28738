import { mapEvents } from '#platform/graphql/map-events.ts';
import type { Resolvers } from '../../subgraph/generated/resolvers.ts';
import type { LiveParts } from '../live.ts';
import { parseCustomerKey, parseTotals } from './arguments.ts';
import { createCustomerTotalsApi } from './customer-totals-api.ts';

/** Creates the resolvers of `customerTotals` and `customerTotal`; each call has feeds of its own. */
export function createCustomerTotalsResolvers(parts: LiveParts) {
  const figure = createCustomerTotalsApi(parts);
  return {
    Query: {
      customerTotals: (_root, args) => figure.customerTotals(parseTotals(args)).read(),
      customerTotal: (_root, args) => figure.customerTotal(parseCustomerKey(args), args).read(),
    },
    Subscription: {
      customerTotals: {
        subscribe: (_root, args) =>
          mapEvents(figure.customerTotals(parseTotals(args)).follow(), (customerTotals) => ({
            customerTotals,
          })),
      },
      customerTotal: {
        subscribe: (_root, args) =>
          mapEvents(figure.customerTotal(parseCustomerKey(args), args).follow(), (customerTotal) => ({
            customerTotal,
          })),
      },
    },
  } satisfies Resolvers;
}
