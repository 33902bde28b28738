import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';
import { LedgerVacuum } from './ledger-vacuum.ts';

let billing: TestBilling;
before(async () => {
  billing = await startTestBilling();
});
after(() => billing.close());

const log = createLog({ name: 'test', level: 'silent' });

/** The pages of the invoices of which PostgreSQL knows that everybody sees them. */
async function countVisiblePages(): Promise<number> {
  const [row] = await billing.database.sql<{ pages: number }[]>`
    select relallvisible as pages from pg_class where oid = 'billing.invoices'::regclass`;
  return row?.pages ?? 0;
}

test('invoices that autovacuum passes over are vacuumed, and a small ledger is left alone', async () => {
  const { sql } = billing.database;
  await sql`insert into billing.invoices (id, status, customer_id, customer_name, currency, line_count, net_minor, tax_minor,
      total_minor, version, created_at, updated_at)
    select uuidv7(), 'DRAFT', uuidv7(), 'Name', 'EUR', 0, 0, 0, 0, 1, now(), now() from generate_series(1, 200)`;
  await sql`analyze billing.invoices`;
  assert.equal(await countVisiblePages(), 0);
  const patient = new LedgerVacuum({ sql, log });
  await patient.close();
  assert.equal(await countVisiblePages(), 0);

  const vacuum = new LedgerVacuum({ sql, log, minPages: 1, everyMs: 50 });
  await waitFor('pages that everybody sees', async () => (await countVisiblePages()) > 0);
  await vacuum.close();
});
