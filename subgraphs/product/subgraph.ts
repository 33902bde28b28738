import type { SubgraphDefinition } from '#platform/graphql/subgraph-definition.ts';
import { readSubgraphSdl, schemaReader } from '#schema/subgraph-sdl.ts';
import { productAudit } from './audit.ts';
import { createProductContexts, type ProductContext } from './context.ts';
import { resolvers } from './resolvers/resolvers.ts';

/** The product subgraph. */
export const productSubgraph: SubgraphDefinition<ProductContext> = {
  name: 'product',
  readSdl: () => readSubgraphSdl('product'),
  schemaReader,
  migrations: new URL('migrations/', import.meta.url),
  audit: productAudit,
  resolvers,
  createContextFactory: createProductContexts,
};
