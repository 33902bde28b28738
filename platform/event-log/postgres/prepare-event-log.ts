import { join } from 'node:path';
import type postgres from 'postgres';
import { isMigrated, migrateDatabase } from '#platform/database/migrate.ts';
import { openSql } from '#platform/database/open-sql.ts';
import { EventLogError } from '../event-log-error.ts';

const schema = 'event_log';
const folder = join(import.meta.dirname, 'migrations');

/** The time for which records are kept by default: 7 days. */
const defaultRetentionMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Brings the log's tables up to date and says how long records are kept.
 *
 * @param url with the role that owns the schema `event_log`
 * @param retentionMs counted from a record's append; 0 keeps all
 */
export async function prepareEventLog(url: string, retentionMs = defaultRetentionMs): Promise<void> {
  await migrateDatabase({ url, schema, folder });
  await withConnection(url, async (sql) => {
    await sql`insert into event_log.retention (kept_ms) values (${retentionMs})
      on conflict (is_only_row) do update set kept_ms = excluded.kept_ms`;
  });
}

/**
 * Prepares the log when the role owns it, and sees that somebody else has done so when it does not.
 *
 * @throws {EventLogError} LOG_UNAVAILABLE when the log's tables are not there, or older than this program
 */
export async function prepareUnlessForeign(url: string, retentionMs: number | undefined): Promise<void> {
  const isForeign = await withConnection(url, async (sql) => {
    const [found] = await sql`
      select not pg_has_role(current_user, nspowner, 'usage') as "isForeign",
        has_schema_privilege(current_user, oid, 'usage') as "isOpen"
      from pg_namespace where nspname = ${schema}`;
    if (found?.['isForeign'] !== true) return false;
    if (found['isOpen'] === true && (await isMigrated(sql, { schema, folder }))) return true;
    throw new EventLogError(
      'LOG_UNAVAILABLE',
      'The tables of the event log are not there, or older than this program: provision the database first.',
    );
  });
  if (!isForeign) await prepareEventLog(url, retentionMs);
}

async function withConnection<Value>(
  url: string,
  run: (sql: postgres.Sql) => Promise<Value>,
): Promise<Value> {
  const sql = openSql(url, { max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => {} });
  try {
    return await run(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
