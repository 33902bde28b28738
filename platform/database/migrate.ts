import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';

/**
 * Brings a bounded context's tables up to date with the drizzle migrations in a folder.
 *
 * An advisory lock lets several processes start at once: one migrates, the others wait, then find nothing to do. The
 * journal of applied migrations lies in the context's own schema. The migrations of a run are one transaction: all or nothing.
 *
 * A file `rights.sql` beside the migrations says what other roles may do. It runs every time, as a role may be newer than
 * the migrations, and must do no harm when it runs again.
 */
export async function migrateDatabase(options: {
  url: string;
  schema: string;
  folder: string;
  /** The time zone of the session, for migrations that ask for the day of an instant; the server's when absent. */
  timeZone?: string;
}): Promise<void> {
  const sql = postgres(options.url, {
    max: 1,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => {},
    connection: {
      application_name: `migrate-${options.schema}`,
      lock_timeout: 60_000,
      statement_timeout: 300_000,
      ...(options.timeZone !== undefined && { TimeZone: options.timeZone }),
    },
  });
  try {
    await sql`select pg_advisory_lock(hashtextextended(${`migrate:${options.schema}`}, 0))`;
    if (!(await isUpToDate(sql, options))) {
      // Only then: drizzle takes 30 MB.
      const { drizzle, migrate } = await import('./drizzle.ts');
      await migrate(drizzle(sql), {
        migrationsFolder: options.folder,
        migrationsSchema: options.schema,
        migrationsTable: 'migrations',
      });
    }
    const rights = join(options.folder, 'rights.sql');
    if (existsSync(rights)) await sql.file(rights);
  } finally {
    // The lock belongs to the connection and goes with it.
    await sql.end({ timeout: 1 });
  }
}

/** Whether the newest migration of the folder has been applied; drizzle knows each by the time it was made. */
async function isUpToDate(
  sql: Sql,
  { schema, folder }: { schema: string; folder: string },
): Promise<boolean> {
  const journal: { entries: { when: number }[] } = JSON.parse(
    await readFile(join(folder, 'meta/_journal.json'), 'utf8'),
  );
  const newest = Math.max(...journal.entries.map(({ when }) => when));
  const [table] = await sql`select to_regclass(${`${schema}.migrations`}) is not null as exists`;
  if (table?.['exists'] !== true) return false;
  const [applied] = await sql`
    select coalesce(max(created_at), 0)::text as newest from ${sql(schema)}.migrations`;
  return Number(applied?.['newest']) >= newest;
}
