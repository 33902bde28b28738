import { createIdempotencyTable } from '#platform/database/idempotency-table.ts';
import { createOutboxTable } from '#platform/outbox/outbox-table.ts';
import { crm } from './columns.ts';

export const idempotencyKeys = createIdempotencyTable(crm);

/** Events that concern people's work, on their way to the event log. */
export const workOutbox = createOutboxTable(crm, 'work_outbox');

/** Entries of the audit, on their way to the event log. */
export const auditOutbox = createOutboxTable(crm, 'audit_outbox');
