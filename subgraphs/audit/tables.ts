import { pgSchema } from '#platform/database/drizzle-tables.ts';
import { createDownloadAddressTable } from '#platform/downloads/download-address-table.ts';
import { createDeadLetterTable } from '#platform/event-log/dead-letters/dead-letters.ts';
import { createReaderOffsetTable } from '#platform/event-log/reader-offsets.ts';
import { createOutboxTable } from '#platform/outbox/outbox-table.ts';
import type { AuditExportRequest } from './export/audit-export-request.ts';

/** The database schema of this bounded context. The trail itself has another one, which it does not own: `platform/audit/trail`. */
export const audit = pgSchema('audit');

/** The place in the log up to which each partition is read; written with the entries. */
export const readerOffset = createReaderOffsetTable(audit);

/** Records of the log that are not entries, and why. */
export const deadLetters = createDeadLetterTable(audit);

/** The addresses of files of entries. */
export const exportAddresses = createDownloadAddressTable<AuditExportRequest>(audit);

/** Entries of the audit that are written here, on their way to the event log. */
export const auditOutbox = createOutboxTable(audit, 'audit_outbox');
