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
    await runBackgroundSteps(admin);
    return { url, admin, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Fills what triggers would have filled, or have noted for background steps. */
async function fillIndexes(admin: Sql): Promise<void> {
  await admin`
    insert into billing.search_backlog (first_id, last_id)
    select min(id::text)::uuid, max(id::text)::uuid from billing.invoices`;
  await admin`select billing.recount_totals()`;
  await admin`select billing.recount_product_totals()`;
}

/** Does what the subgraph does in the background, and tidies the tables up if anything was left to do. */
async function runBackgroundSteps(admin: Sql): Promise<void> {
  let steps = 0;
  const untilNothing = async (step: () => Promise<{ taken: number | null }[]>) => {
    for (;;) {
      const [row] = await step();
      if (!row?.taken) return;
      steps += 1;
    }
  };
  await untilNothing(() => admin`select billing.fill_invoice_search(50000) as taken`);
  await untilNothing(() => admin`select billing.advance_product_totals(500000) as taken`);
  await untilNothing(() => admin`select billing.compact_totals(2000000) as taken`);
  if (steps === 0) return;
  await admin`vacuum (analyze)`;
  await admin`checkpoint`;
}
