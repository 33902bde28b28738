import type { SubgraphDefinition } from '#platform/graphql/subgraph-definition.ts';
import { readSubgraphSdl, schemaReader } from '#schema/subgraph-sdl.ts';
import { customerAudit } from './audit.ts';
import { type CustomerContext, createCustomerContexts } from './context.ts';
import { resolvers } from './resolvers/resolvers.ts';

/** The customer subgraph. */
export const customerSubgraph: SubgraphDefinition<CustomerContext> = {
  name: 'customer',
  readSdl: () => readSubgraphSdl('customer'),
  schemaReader,
  migrations: new URL('migrations/', import.meta.url),
  audit: customerAudit,
  resolvers,
  createContextFactory: createCustomerContexts,
};
