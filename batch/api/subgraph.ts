import type { SubgraphDefinition } from '#platform/graphql/subgraph-definition.ts';
import { readSubgraphSdl, schemaReader } from '#schema/subgraph-sdl.ts';
import { batchAudit } from './audit.ts';
import { type BatchContext, createBatchContexts } from './context.ts';
import type { ImportSettings } from './import-tools.ts';
import { registerImportFiles, transferMs } from './register-import-files.ts';
import { resolvers } from './resolvers.ts';

/** Creates the subgraph of import jobs, uploads and requests. */
export function createBatchSubgraph(settings: ImportSettings): SubgraphDefinition<BatchContext> {
  return {
    name: 'batch',
    readSdl: () => readSubgraphSdl('batch'),
    schemaReader,
    migrations: new URL('../jobs/migrations/', import.meta.url),
    audit: batchAudit,
    resolvers,
    createContextFactory: (db, sql) => createBatchContexts({ sql, db, settings }),
    maxRequestMs: transferMs,
    registerRoutes: (server, { database, verifier }) =>
      registerImportFiles(server, { sql: database.sql, verifier, uploadDays: settings.uploadDays }),
  };
}
