import type { SubgraphDefinition } from '#platform/graphql/subgraph-definition.ts';
import { readSubgraphSdl, schemaReader } from '#schema/subgraph-sdl.ts';
import { crmAudit } from './audit.ts';
import { type CrmContext, createCrmContexts } from './context.ts';
import type { CrmParts } from './crm-parts.ts';
import { resolvers } from './resolvers/resolvers.ts';

/** Creates the crm subgraph. */
export function createCrmSubgraph(parts: CrmParts): SubgraphDefinition<CrmContext> {
  return {
    name: 'crm',
    readSdl: () => readSubgraphSdl('crm'),
    schemaReader,
    migrations: new URL('migrations/', import.meta.url),
    audit: crmAudit,
    resolvers,
    createContextFactory: (db) => createCrmContexts(db, parts),
  };
}
