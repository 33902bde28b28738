import type { AuditEntry } from '#platform/audit/audit-entry.ts';
import { sql } from '#platform/database/drizzle.ts';
import { jsonb, pgSchema, timestamp, uuid } from '#platform/database/drizzle-tables.ts';
import { createOutboxTable } from '#platform/outbox/outbox-table.ts';

/** The database schema of this bounded context. The identity provider has the people. */
const people = pgSchema('people');

/** Entries of the audit, on their way to the event log. */
export const auditOutbox = createOutboxTable(people, 'audit_outbox');

/**
 * Entries of changes that the provider was asked for, until it is known what became of them: the provider shares no transaction with
 * the audit.
 */
export const auditIntents = people.table('audit_intents', {
  id: uuid().primaryKey(),
  entry: jsonb().$type<AuditEntry>().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
});
