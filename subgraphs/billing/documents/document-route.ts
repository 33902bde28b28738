import type { FastifyInstance } from 'fastify';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { type DownloadBounds, registerDownloads } from '#platform/downloads/register-downloads.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { documentAddresses } from '../document-tables.ts';
import { type ArchiveOptions, DocumentArchive } from './document-archive.ts';
import { documentTypes } from './document-key.ts';
import { loadPreparedDocument } from './prepare-document.ts';

/** The path of documents of invoices. */
export const documentPath = '/files/invoice-document';

/** A document is small: a reader that takes it slowly holds a connection to the database for minutes at most. */
export const documentBounds: DownloadBounds = { files: 5, idleMs: 30_000, fileMs: 120_000 };

export interface DocumentRouteOptions extends ArchiveOptions {
  readonly db: PostgresJsDatabase;
  readonly verifier: TokenVerifier;
}

/** Sends documents of invoices to whoever has an address for one. */
export function registerDocuments(server: FastifyInstance, options: DocumentRouteOptions): void {
  const archive = new DocumentArchive(options);
  registerDownloads(server, {
    path: documentPath,
    table: documentAddresses,
    kind: 'billing document',
    role: 'BILLING_MANAGER',
    scope: 'invoices:write',
    db: options.db,
    verifier: options.verifier,
    clock: options.clock,
    bounds: documentBounds,
    openFile: (tx, key) => ({
      contentType: documentTypes[key.format],
      fileName: key.fileName,
      parts: (async function* () {
        yield await archive.read(tx, key, () => loadPreparedDocument(tx, key));
      })(),
    }),
  });
}
