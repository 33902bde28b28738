import type { SubgraphDefinition } from '#platform/graphql/subgraph-definition.ts';
import { type Context, createContextFactory } from './context.ts';
import { resolvers } from './resolvers.ts';

/** The customer subgraph. */
export const customerSubgraph: SubgraphDefinition<Context> = {
  name: 'customer',
  schema: new URL('../../schema/customer.graphql', import.meta.url),
  migrations: new URL('migrations/', import.meta.url),
  resolvers,
  createContextFactory,
};
