import { fileURLToPath } from 'node:url';
import { isMigrated, migrateDatabase } from '#platform/database/migrate.ts';
import { connectSql } from '#platform/database/sql-pool.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { type AuditRetention, usualAuditRetention } from './retention.ts';

const schema = 'audit_trail';
const folder = fileURLToPath(new URL('migrations', import.meta.url));

/** The trail's tables are not there, or older than this program. */
class AuditTrailError extends CodedError<'TRAIL_NOT_PREPARED'> {}

/**
 * Brings the trail's tables up to date and says how long entries are kept.
 *
 * @param url with the role that owns the schema `audit_trail`, which no process of the system has
 */
export async function prepareAuditTrail(
  url: string,
  retention: AuditRetention = usualAuditRetention,
): Promise<void> {
  await migrateDatabase({ url, schema, folder });
  const pool = connectSql({ url, name: 'prepare-audit-trail', maxConnections: 1 });
  try {
    for (const [level, days] of Object.entries(retention)) {
      await pool.sql`insert into audit_trail.retention_rule (level, kept_days) values (${level}, ${days})
        on conflict (level) do update set kept_days = excluded.kept_days`;
    }
  } finally {
    await pool.close();
  }
}

/**
 * Sees that the trail was prepared and that the role may use it.
 *
 * @throws {AuditTrailError} TRAIL_NOT_PREPARED
 */
export async function requireAuditTrail(url: string): Promise<void> {
  const pool = connectSql({ url, name: 'find-audit-trail', maxConnections: 1 });
  try {
    const [found] = await pool.sql<{ isOpen: boolean }[]>`
      select has_schema_privilege(current_user, oid, 'usage') as "isOpen" from pg_namespace where nspname = ${schema}`;
    if (found?.isOpen === true && (await isMigrated(pool.sql, { schema, folder }))) return;
    throw new AuditTrailError(
      'TRAIL_NOT_PREPARED',
      'The tables of the audit trail are not there, or older than this program: provision the database first.',
    );
  } finally {
    await pool.close();
  }
}
