import type { FastifyInstance } from 'fastify';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { type DownloadBounds, registerDownloads } from '#platform/downloads/register-downloads.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { today } from '#schema/calendar/day.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import type { Clock } from '../clock.ts';
import { exportAddresses } from '../export-tables.ts';
import { fileNames } from './column-names.ts';
import { readWholeList } from './read-whole-list.ts';
import { writeFile } from './write-file.ts';

/** The path of files of invoices. */
export const exportPath = '/files/invoices.csv';

export interface ExportRouteOptions {
  readonly db: PostgresJsDatabase;
  readonly verifier: TokenVerifier;
  readonly clock: Clock;
  readonly seller: Pick<Seller, 'timeZone'>;
  /** Default: the usual ones of downloads. */
  readonly exportBounds?: DownloadBounds | undefined;
}

/** Sends files of invoices to whoever has an address for one. */
export function registerExport(
  server: FastifyInstance,
  { db, verifier, clock, seller, exportBounds }: ExportRouteOptions,
): void {
  registerDownloads(server, {
    path: exportPath,
    table: exportAddresses,
    kind: 'billing export',
    role: 'BILLING_MANAGER',
    scope: 'invoices:write',
    db,
    verifier,
    clock,
    bounds: exportBounds,
    openFile: (tx, request) => {
      const day = today(clock, seller.timeZone);
      return {
        contentType: 'text/csv; charset=utf-8',
        fileName: `${fileNames[request.language]}-${day}.csv`,
        parts: writeFile(readWholeList(tx, { ...request, today: day }), request, day),
      };
    },
  });
}
