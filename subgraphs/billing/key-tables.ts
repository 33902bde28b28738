import { index, primaryKey, text, timestamp } from '#platform/database/drizzle-tables.ts';
import { billing } from './columns.ts';

/** The first answers to repeatable calls (`#platform/database/idempotency.ts`). */
export const idempotencyKeys = billing.table(
  'idempotency_keys',
  {
    operation: text('operation').notNull(),
    subject: text('subject').notNull(),
    key: text('key').notNull(),
    inputHash: text('input_hash').notNull(),
    result: text('result'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.operation, table.subject, table.key] }),
    index('idempotency_keys_created_at').on(table.createdAt),
  ],
);
