import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  check,
  customType,
  jsonb,
  type PgSchema,
  text,
  timestamp,
  uuid,
} from '#platform/database/drizzle-tables.ts';

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/**
 * The table in which a context keeps messages on their way to the event log: written in the transaction of their event by
 * `writeToOutbox`, deleted once the log has them by `relayBatch`.
 */
export function createOutboxTable(schema: PgSchema, name: string) {
  return schema.table(
    name,
    {
      /** For messages of one key positions follow the order of commits. */
      position: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
      eventId: uuid('event_id').notNull().unique(`${name}_event_id_unique`),
      key: text().notNull(),
      value: bytes().notNull(),
      headers: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
      /** The time of the event. */
      occurredAt: timestamp('occurred_at', { withTimezone: true, precision: 3 }).notNull(),
      /** By the database's clock, to compute how long a message has waited. */
      createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    },
    (table) => [check(`${name}_headers_object`, sql`jsonb_typeof(${table.headers}) = 'object'`)],
  );
}

/** An outbox of a context. */
export type OutboxTable = ReturnType<typeof createOutboxTable>;
