import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { openSql } from './open-sql.ts';

/**
 * Brings a bounded context's tables up to date with the drizzle migrations in a folder.
 *
 * An advisory lock lets several processes start at once: one migrates, the others wait, then find nothing to do. The
 * journal of applied migrations lies in the context's own schema. The migrations of a run are one transaction: all or nothing, and
 * once more if it and what others do at the same time wait for each other.
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
  const sql = openSql(options.url, {
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
    await retryDeadlocks(async () => {
      if (!(await isMigrated(sql, options))) await applyMigrations(sql, options);
    });
    const rights = join(options.folder, 'rights.sql');
    if (existsSync(rights)) await sql.file(rights);
  } finally {
    // The lock belongs to the connection and goes with it.
    await sql.end({ timeout: 1 });
  }
}

/** Readers hold what they have read until their transaction ends, so that a migration may be the one that PostgreSQL ends. */
const maxDeadlocks = 5;

async function retryDeadlocks(work: () => Promise<void>): Promise<void> {
  for (let deadlocks = 1; ; deadlocks += 1) {
    try {
      return await work();
    } catch (error) {
      const isDeadlock = error instanceof postgres.PostgresError && error.code === '40P01';
      if (!isDeadlock || deadlocks === maxDeadlocks) throw error;
    }
  }
}

/** A context's migrations, as drizzle-kit writes them. */
interface Migrations {
  /** The database schema, a plain identifier. */
  readonly schema: string;
  readonly folder: string;
}

interface JournalEntry {
  /** The file's name without its ending. */
  readonly tag: string;
  /** When it was made, in ms since 1970; each is newer than those before it. */
  readonly when: number;
}

/** True if the newest migration of the folder has been applied. */
export async function isMigrated(sql: Sql, { schema, folder }: Migrations): Promise<boolean> {
  const newest = Math.max(...(await readJournal(folder)).map(({ when }) => when));
  return (await findNewest(sql, schema)) >= newest;
}

async function readJournal(folder: string): Promise<readonly JournalEntry[]> {
  const journal = JSON.parse(await readFile(join(folder, 'meta/_journal.json'), 'utf8')) as {
    entries: JournalEntry[];
  };
  return journal.entries;
}

/** The time of the newest migration that has been applied; -1 when there is none. */
async function findNewest(sql: Sql, schema: string): Promise<number> {
  const [table] = await sql`select to_regclass(${`${schema}.migrations`}) is not null as exists`;
  if (table?.['exists'] !== true) return -1;
  const [applied] = await sql`
    select coalesce(max(created_at), -1)::text as newest from ${sql(schema)}.migrations`;
  return Number(applied?.['newest']);
}

/** PostgreSQL wants the right to create schemas for this even where the schema exists, and roles do not have it. */
const createsSchema = /^(?:\s*--[^\n]*\n)*\s*create schema if not exists [^;]*;?\s*$/i;

/** Applies what is missing, all or nothing, and notes it as drizzle's own migrator does. */
async function applyMigrations(sql: Sql, { schema, folder }: Migrations): Promise<void> {
  const [existing] = await sql`select 1 from pg_namespace where nspname = ${schema}`;
  if (existing === undefined) await sql`create schema ${sql(schema)}`;
  await sql`create table if not exists ${sql(schema)}.migrations
    (id serial primary key, hash text not null, created_at bigint)`;
  const newest = await findNewest(sql, schema);
  await sql.begin(async (tx) => {
    for (const { tag, when } of await readJournal(folder)) {
      if (when <= newest) continue;
      const text = await readFile(join(folder, `${tag}.sql`), 'utf8');
      const statements = text.split('--> statement-breakpoint').filter((one) => !createsSchema.test(one));
      for (const statement of statements) await tx.unsafe(statement);
      const hash = createHash('sha256').update(text).digest('hex');
      await tx`insert into ${sql(schema)}.migrations (hash, created_at) values (${hash}, ${when})`;
    }
  });
}
