import { createDownloadAddressTable } from '#platform/downloads/download-address-table.ts';
import { billing } from './columns.ts';
import type { ExportRequest } from './export/export-request.ts';

/** The addresses of files of invoices. */
export const exportAddresses = createDownloadAddressTable<ExportRequest>(billing);
