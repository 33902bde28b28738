import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import postgres, { type Sql } from 'postgres';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { provisionDatabase } from '#platform/database/provision.ts';
import { createLog } from '#platform/log/log.ts';
import { openCopyIn } from '#platform/patches/copy-in.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { unloadClean } from './ledger-columns.ts';
import { loadTotals, type Totals } from './totals.ts';

/** A PostgreSQL server with billing's tables, and tables like them for others. */
export interface Ledger {
  /** With the role that sees all of it. */
  readonly adminUrl: string;
  /** With the role of the batch worker. */
  readonly batchUrl: string;
  /** The table that the worker loads into, empty, and no job of it known. */
  emptyInvoices(): Promise<void>;
  /** A new table with the columns, checks and indexes of billing's invoices. */
  createTwin(name: string): Promise<string>;
  dropTwin(table: string): Promise<void>;
  /** Writes a file of invoices as COPY takes it without further ado. */
  writeClean(csvPath: string, cleanPath: string): Promise<void>;
  totalsOf(table: string): Promise<Totals>;
  /** Writes what earlier runs left in memory, so that it is not written at the cost of the next. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** As the launcher starts it: the rest is PostgreSQL's default, fsync among it. */
export const serverSettings = { max_connections: '200', wal_buffers: '16MB' };
export const invoicesTable = 'billing.invoices';

const root = fileURLToPath(new URL('../..', import.meta.url));
const contexts = ['customer', 'billing', 'batch'];
const migrations: Readonly<Record<string, string>> = {
  customer: 'subgraphs/customer/migrations',
  billing: 'subgraphs/billing/migrations',
  batch: 'batch/jobs/migrations',
};

/** Starts the server with an empty cluster in a folder. */
export async function openLedger(folder: string): Promise<Ledger> {
  const server = await startEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    port: await findFreePort(),
    password: 'bench',
    log: createLog({ name: 'postgres', level: 'silent' }),
    settings: serverSettings,
  });
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  const close = async () => {
    await sql.end();
    await server.stop();
  };
  try {
    const urls = await provisionDatabase(
      server.url,
      contexts.map((name) => ({ name, password: 'bench', makesTemporaryTables: name === 'billing' })),
    );
    for (const schema of contexts) {
      const folder = join(root, migrations[schema] ?? '');
      await migrateDatabase({ url: urls[schema] ?? '', schema, folder });
    }
    await sql`create schema bench`;
    return {
      adminUrl: server.url,
      batchUrl: urls['batch'] ?? '',
      emptyInvoices: () => emptyInvoices(sql),
      createTwin: async (name) => {
        const table = `bench.${name}`;
        await sql.unsafe(`create table ${table} (like ${invoicesTable} including all)`);
        return table;
      },
      dropTwin: async (table) => void (await sql.unsafe(`drop table ${table}`)),
      writeClean: (csvPath, cleanPath) => writeClean(sql, csvPath, cleanPath),
      totalsOf: (table) => loadTotals(sql, table),
      settle: async () => void (await sql`checkpoint`),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function emptyInvoices(sql: Sql): Promise<void> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname = 'batch' and tablename <> 'migrations'`;
  const names = [invoicesTable, ...tables.map(({ name }) => name)];
  await sql.begin(async (tx) => {
    // Payments are only added: without this their trigger refuses.
    await tx`set local session_replication_role = replica`;
    await tx.unsafe(`truncate ${names.join(', ')} cascade`);
  });
}

/** PostgreSQL itself reads the file and says how it would write the rows, once, with no clock running. */
async function writeClean(sql: Sql, csvPath: string, cleanPath: string): Promise<void> {
  await sql`
    create unlogged table bench.raw (row_number bigint generated always as identity, number text, customer_name text,
      amount numeric, currency text, issued_at timestamptz, issue_date date, simulated boolean)`;
  const load =
    'copy bench.raw (number, customer_name, amount, currency, issued_at, issue_date, simulated) from stdin (format csv, header)';
  await pipeline(createReadStream(csvPath), await openCopyIn(sql.unsafe(load)));
  const rows = await sql.unsafe(unloadClean('bench.raw')).readable();
  await pipeline(rows, createWriteStream(cleanPath));
  // postgres.js 3.4 leaves its socket paused when the last row fills the stream; then no later statement is answered.
  rows._read(0);
  await sql`drop table bench.raw`;
}
