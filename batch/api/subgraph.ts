import type { SubgraphDefinition } from '#platform/graphql/subgraph-definition.ts';
import { readSubgraphSdl, schemaReader } from '#schema/subgraph-sdl.ts';
import { type BatchContext, createBatchContexts } from './context.ts';
import { resolvers } from './resolvers.ts';

/** The subgraph that shows import jobs. */
export const batchSubgraph: SubgraphDefinition<BatchContext> = {
  name: 'batch',
  readSdl: () => readSubgraphSdl('batch'),
  schemaReader,
  migrations: new URL('../jobs/migrations/', import.meta.url),
  resolvers,
  createContextFactory: createBatchContexts,
};
