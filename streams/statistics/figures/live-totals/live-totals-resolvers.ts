import { mapEvents } from '#platform/graphql/map-events.ts';
import type { Resolvers } from '../../subgraph/generated/resolvers.ts';
import type { LiveParts } from '../live.ts';
import { createLiveTotalsApi } from './live-totals-api.ts';

/** Creates the resolvers of `liveTotals`. */
export function createLiveTotalsResolvers(parts: LiveParts) {
  const figure = createLiveTotalsApi(parts);
  return {
    Query: {
      liveTotals: (_root, args) => figure.liveTotals(args).read(),
    },
    Subscription: {
      liveTotals: {
        subscribe: (_root, args) =>
          mapEvents(figure.liveTotals(args).follow(), (liveTotals) => ({ liveTotals })),
      },
    },
  } satisfies Resolvers;
}
