import type { SubgraphDefinition } from '#platform/graphql/subgraph-definition.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';
import { type Context, createContextFactory, type Surroundings } from './context.ts';
import { resolvers } from './resolvers/resolvers.ts';

/** The billing subgraph among these surroundings. */
export function createBillingSubgraph(surroundings: Surroundings): SubgraphDefinition<Context> {
  return {
    name: 'billing',
    readSdl: () => readSubgraphSdl('billing'),
    migrations: new URL('migrations/', import.meta.url),
    resolvers,
    createContextFactory: (db) => createContextFactory(db, surroundings),
  };
}
