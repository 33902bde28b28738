import type { DownloadBounds } from '#platform/downloads/register-downloads.ts';
import type { SubgraphDefinition } from '#platform/graphql/subgraph-definition.ts';
import { readSubgraphSdl, schemaReader } from '#schema/subgraph-sdl.ts';
import { billingAudit } from './audit.ts';
import { type BillingContext, createBillingContexts, type Surroundings } from './context.ts';
import { registerDocuments } from './documents/document-route.ts';
import { registerExport } from './export/export-route.ts';
import { registerPortal } from './portal/portal-route.ts';
import { resolvers } from './resolvers/resolvers.ts';

/** Creates the billing subgraph; without bounds its files have the usual ones. */
export function createBillingSubgraph(
  surroundings: Surroundings,
  exportBounds?: DownloadBounds,
): SubgraphDefinition<BillingContext> {
  return {
    name: 'billing',
    readSdl: () => readSubgraphSdl('billing'),
    schemaReader,
    migrations: new URL('migrations/', import.meta.url),
    audit: billingAudit,
    resolvers,
    createContextFactory: (db) => createBillingContexts(db, surroundings),
    registerRoutes: (server, { database, verifier }) => {
      const parts = { ...surroundings, db: database.db, verifier };
      registerExport(server, { ...parts, exportBounds });
      registerDocuments(server, parts);
      registerPortal(server, parts);
    },
  };
}
