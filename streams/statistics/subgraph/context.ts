import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';

/** The context of every resolver of the statistics. Figures are the same for all requests, so it has nothing of its own. */
export type StatisticsContext = SubgraphContext;
