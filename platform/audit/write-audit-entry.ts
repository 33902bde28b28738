import type { ISql } from 'postgres';
import { type SQL, sql } from '#platform/database/drizzle.ts';
import { addTraceparent } from '#platform/outbox/add-traceparent.ts';
import { encodeAuditEntry } from './audit-codec.ts';
import type { AuditEntry } from './audit-entry.ts';

/** Whatever runs a statement: a transaction or a pool, of drizzle or of the client itself. */
export type AuditWriter = { execute(query: SQL): PromiseLike<unknown> } | ISql;

/**
 * Puts an entry into the table `audit_outbox` of the writer's own schema, by one statement. In a transaction the entry is there if and
 * only if what it tells is.
 */
export async function writeAuditEntry(writer: AuditWriter, entry: AuditEntry): Promise<void> {
  const { key, value, headers } = encodeAuditEntry(entry);
  const text = Buffer.from(value).toString();
  const told = JSON.stringify(addTraceparent(headers));
  if ('execute' in writer) {
    await writer.execute(sql`
      insert into audit_outbox (event_id, key, value, headers, occurred_at)
      values (${key}::text::uuid, ${key}::text, convert_to(${text}::text, 'UTF8'), ${told}::text::jsonb,
        ${entry.at}::text::timestamptz)
      returning pg_notify(current_schema() || '_audit_outbox', '')`);
    return;
  }
  await writer`
    insert into audit_outbox (event_id, key, value, headers, occurred_at)
    values (${key}::text::uuid, ${key}::text, convert_to(${text}::text, 'UTF8'), ${told}::text::jsonb,
      ${entry.at}::text::timestamptz)
    returning pg_notify(current_schema() || '_audit_outbox', '')`;
}
