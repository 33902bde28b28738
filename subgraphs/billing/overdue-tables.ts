import { sql } from '#platform/database/drizzle.ts';
import { boolean, check, uuid } from '#platform/database/drizzle-tables.ts';
import { billing, day } from './columns.ts';

/**
 * The place up to which overdue invoices were announced, in the order of their due dates and ids: one row, which whoever
 * announces locks.
 */
export const overdueProgress = billing.table(
  'overdue_progress',
  {
    isOnlyRow: boolean('is_only_row').primaryKey().default(true),
    dueDate: day('due_date').notNull(),
    invoiceId: uuid('invoice_id').notNull(),
  },
  (table) => [check('overdue_progress_one_row', sql`${table.isOnlyRow}`)],
);
