import { pgSchema } from '#platform/database/drizzle-tables.ts';
import { createOutboxTable } from '#platform/outbox/outbox-table.ts';

/** Audit entries of sessions, on their way to the event log. */
export const sessionAuditOutbox = createOutboxTable(pgSchema('gateway'), 'audit_outbox');
