import type { SubgraphDefinition } from '#platform/graphql/subgraph-definition.ts';
import { type Context, createContextFactory } from './context.ts';
import { resolvers } from './resolvers.ts';

/** The subgraph that shows import jobs. */
export const batchSubgraph: SubgraphDefinition<Context> = {
  name: 'batch',
  schema: new URL('../../schema/batch.graphql', import.meta.url),
  migrations: new URL('../jobs/migrations/', import.meta.url),
  resolvers,
  createContextFactory,
};
