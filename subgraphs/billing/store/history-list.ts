import { sql } from '#platform/database/drizzle.ts';
import { invoiceHistory } from '../payment-tables.ts';
import { createOwnedList } from './create-owned-list.ts';

/** The events of an invoice's life, the newest first. */
export const historyList = createOwnedList(
  invoiceHistory,
  {
    expression: sql`${invoiceHistory.position}`,
    type: 'bigint',
    direction: 'DESC',
    // The same for all events of an invoice; their positions are unique.
    id: sql`${invoiceHistory.invoiceId}`,
    name: 'HISTORY DESC',
  },
  ({ invoiceId }) => invoiceId,
);
