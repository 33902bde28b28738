import type { SubgraphDefinition } from '#platform/graphql/subgraph-definition.ts';
import { readSubgraphSdl, schemaReader } from '#schema/subgraph-sdl.ts';
import { trailAudit } from './audit.ts';
import { type AuditContext, createAuditContexts, type TrailParts } from './context.ts';
import { registerAuditExport } from './export/register-audit-export.ts';
import { resolvers } from './resolvers/resolvers.ts';

/** Creates the audit subgraph. */
export function createAuditSubgraph(parts: TrailParts): SubgraphDefinition<AuditContext> {
  return {
    name: 'audit',
    readSdl: () => readSubgraphSdl('audit'),
    schemaReader,
    audit: trailAudit,
    migrations: new URL('migrations/', import.meta.url),
    resolvers,
    createContextFactory: (writer) => createAuditContexts(parts, writer),
    registerRoutes: (server, { database, verifier }) =>
      registerAuditExport(server, { db: database.db, verifier, clock: parts.clock }),
  };
}
