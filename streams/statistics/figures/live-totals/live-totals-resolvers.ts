import type { Resolvers } from '../../subgraph/generated/resolvers.ts';
import { mapEvents } from '../../subgraph/map-events.ts';

export const liveTotalsResolvers = {
  Query: {
    liveTotals: (_root, args, { statistics }) => statistics.liveTotals(args).read(),
  },
  Subscription: {
    liveTotals: {
      subscribe: (_root, args, { statistics }) =>
        mapEvents(statistics.liveTotals(args).follow(), (liveTotals) => ({ liveTotals })),
    },
  },
} satisfies Resolvers;
