import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres, { type Sql } from 'postgres';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { provisionDatabase } from '#platform/database/provision.ts';
import { createLog } from '#platform/log/log.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { serverSettings } from '../batch/ledger.ts';
import { generateLedger } from './generate-ledger.ts';

/** A server with billing's tables, filled. */
export interface BenchLedger {
  /** With billing's role. */
  readonly url: string;
  /** With the role that owns the server, one connection. */
  readonly admin: Sql;
  close(): Promise<void>;
}

const migrations = fileURLToPath(new URL('../../subgraphs/billing/migrations', import.meta.url));

/** Starts a server on a folder and fills billing's tables, unless an earlier run has filled them. */
export async function openBenchLedger(folder: string, invoices: number): Promise<BenchLedger> {
  const server = await startEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    port: await findFreePort(),
    password: 'bench',
    log: createLog({ name: 'postgres', level: 'silent' }),
    settings: { ...serverSettings, max_wal_size: '8GB' },
  });
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  const close = async () => {
    await admin.end();
    await server.stop();
  };
  try {
    const { billing: url = '' } = await provisionDatabase(server.url, [
      { name: 'billing', password: 'bench', makesTemporaryTables: true },
    ]);
    await migrateDatabase({ url, schema: 'billing', folder: migrations });
    const [stored] = await admin<{ count: number }[]>`select count(*)::int as count from billing.invoices`;
    if (stored?.count !== invoices) {
      if (stored?.count !== 0)
        throw new Error(`The folder ${folder} has a ledger of ${stored?.count} invoices.`);
      await generateLedger(admin, invoices);
      await fillIndexes(admin);
    }
    await addTotalsUp(admin);
    return { url, admin, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Fills what triggers and background steps would have filled. */
async function fillIndexes(admin: Sql): Promise<void> {
  await admin`
    insert into billing.invoice_search (invoice_id, text)
    select id, billing.to_search_lines(number, customer_name, external_reference, note) from billing.invoices`;
  await admin`select billing.recount_totals()`;
  await admin`vacuum (analyze)`;
  await admin`checkpoint`;
}

/** Does what the compactor of the subgraph does within a minute. */
async function addTotalsUp(admin: Sql): Promise<void> {
  for (let taken = -1; taken !== 0; ) {
    const [row] = await admin<{ taken: number }[]>`select billing.compact_totals(2000000) as taken`;
    taken = row?.taken ?? 0;
    if (taken > 0) await admin`vacuum (analyze) billing.daily_totals, billing.customer_totals`;
  }
}
