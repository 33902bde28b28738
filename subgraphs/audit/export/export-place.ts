import type { DownloadAddressPlace } from '#platform/downloads/download-addresses.ts';
import { exportAddresses } from '../tables.ts';
import type { AuditExportRequest } from './audit-export-request.ts';

/** The addresses of files of entries. */
export function toExportPlace(clock: () => Date): DownloadAddressPlace<AuditExportRequest> {
  return { table: exportAddresses, path: '/files/audit', clock };
}
