import { bigint, integer, json, primaryKey, timestamp } from '#platform/database/drizzle-tables.ts';
import { statistics } from '../../tables.ts';

/** The latest invoices in the order of their partition, for those who follow them. */
export const receivedBatches = statistics.table(
  'received_batches',
  {
    partition: integer('partition').notNull(),
    fromOffset: bigint('from_offset', { mode: 'bigint' }).notNull(),
    nextOffset: bigint('next_offset', { mode: 'bigint' }).notNull(),
    count: integer('count').notNull(),
    /** As `json` it comes back as it was written, and nothing looks inside. */
    invoices: json('invoices').notNull(),
    storedAt: timestamp('stored_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.partition, table.nextOffset] })],
);
