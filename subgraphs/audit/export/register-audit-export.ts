import type { FastifyInstance } from 'fastify';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { registerDownloads } from '#platform/downloads/register-downloads.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { AuditExportFormat } from '../generated/types.ts';
import { toExportPlace } from './export-place.ts';
import { writeAuditFile } from './write-audit-file.ts';

const forms: Readonly<Record<AuditExportFormat, { readonly contentType: string; readonly ending: string }>> =
  {
    CSV: { contentType: 'text/csv; charset=utf-8', ending: 'csv' },
    JSON_LINES: { contentType: 'application/jsonl; charset=utf-8', ending: 'jsonl' },
  };

/** Sends files of entries to whoever has an address for one. */
export function registerAuditExport(
  server: FastifyInstance,
  {
    db,
    verifier,
    clock,
  }: {
    readonly db: PostgresJsDatabase;
    readonly verifier: TokenVerifier;
    readonly clock: () => Date;
  },
): void {
  registerDownloads(server, {
    ...toExportPlace(clock),
    kind: 'audit export',
    role: 'AUDITOR',
    db,
    verifier,
    openFile: (tx, request) => {
      const { contentType, ending } = forms[request.format];
      const day = clock().toISOString().slice(0, 10);
      return { contentType, fileName: `audit-${day}.${ending}`, parts: writeAuditFile(tx, request) };
    },
  });
}
