import { createOutboxTable } from '#platform/outbox/outbox-table.ts';
import { billing } from './columns.ts';

/**
 * Messages about invoices on their way to the event log. The trigger `outbox_order` gives positions, as `merge_import` and others in the
 * database write here, too: for messages of one key they follow the order of commits.
 */
export const outbox = createOutboxTable(billing, 'outbox');

/** Events that concern people's work, on their way to the event log. */
export const workOutbox = createOutboxTable(billing, 'work_outbox');

/** Entries of the audit, on their way to the event log. */
export const auditOutbox = createOutboxTable(billing, 'audit_outbox');
