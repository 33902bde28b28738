import { createOutboxTable } from '#platform/outbox/outbox-table.ts';
import { billing } from './columns.ts';

/** Events that concern people's work, on their way to the event log. */
export const workOutbox = createOutboxTable(billing, 'work_outbox');
