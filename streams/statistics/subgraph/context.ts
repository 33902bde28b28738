import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import type { LiveStatistics } from './live-statistics.ts';

/** The context of every resolver of the statistics. */
export interface StatisticsContext extends SubgraphContext {
  readonly statistics: LiveStatistics;
}

/** Makes the context of each request. */
export function createStatisticsContexts(
  statistics: LiveStatistics,
): (base: SubgraphContext) => StatisticsContext {
  return (base) => ({ ...base, statistics });
}
