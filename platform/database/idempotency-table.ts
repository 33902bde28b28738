import { index, type PgSchema, primaryKey, text, timestamp } from './drizzle-tables.ts';

/** The table in which a bounded context keeps what `runOnce` answered. */
export function createIdempotencyTable(schema: PgSchema) {
  return schema.table(
    'idempotency_keys',
    {
      operation: text().notNull(),
      subject: text().notNull(),
      key: text().notNull(),
      inputHash: text('input_hash').notNull(),
      result: text(),
      createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    },
    (table) => [
      primaryKey({ columns: [table.operation, table.subject, table.key] }),
      index('idempotency_keys_created_at').on(table.createdAt),
    ],
  );
}
