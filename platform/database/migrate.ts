import postgres from 'postgres';
import { drizzle, migrate } from './drizzle.ts';

/**
 * Brings a bounded context's tables up to date with the drizzle migrations in a folder.
 *
 * An advisory lock lets several processes start at once: one migrates, the others wait, then find nothing to do. The
 * journal of applied migrations lies in the context's own schema. Each run is one transaction: all or nothing.
 */
export async function migrateDatabase(options: {
  url: string;
  schema: string;
  folder: string;
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
    },
  });
  try {
    await sql`select pg_advisory_lock(hashtextextended(${`migrate:${options.schema}`}, 0))`;
    await migrate(drizzle(sql), {
      migrationsFolder: options.folder,
      migrationsSchema: options.schema,
      migrationsTable: 'migrations',
    });
  } finally {
    // The lock belongs to the connection and goes with it.
    await sql.end({ timeout: 5 });
  }
}
