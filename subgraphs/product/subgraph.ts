import type { SubgraphDefinition } from '#platform/graphql/subgraph-definition.ts';
import { type Context, createContextFactory } from './context.ts';
import { resolvers } from './resolvers.ts';

/** The product subgraph. */
export const productSubgraph: SubgraphDefinition<Context> = {
  name: 'product',
  schema: new URL('../../schema/product.graphql', import.meta.url),
  migrations: new URL('migrations/', import.meta.url),
  resolvers,
  createContextFactory,
};
