import type { Resolvers } from '../../subgraph/generated/resolvers.ts';
import { mapEvents } from '../../subgraph/map-events.ts';
import { parseCustomerKey, parseTotals } from './arguments.ts';

export const customerTotalsResolvers = {
  Query: {
    customerTotals: (_root, args, { statistics }) => statistics.customerTotals(parseTotals(args)).read(),
    customerTotal: (_root, args, { statistics }) =>
      statistics.customerTotal(parseCustomerKey(args), args).read(),
  },
  Subscription: {
    customerTotals: {
      subscribe: (_root, args, { statistics }) =>
        mapEvents(statistics.customerTotals(parseTotals(args)).follow(), (customerTotals) => ({
          customerTotals,
        })),
    },
    customerTotal: {
      subscribe: (_root, args, { statistics }) =>
        mapEvents(statistics.customerTotal(parseCustomerKey(args), args).follow(), (customerTotal) => ({
          customerTotal,
        })),
    },
  },
} satisfies Resolvers;
