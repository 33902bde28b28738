import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import postgres, { type Sql } from 'postgres';
import { v7 as uuid } from 'uuid';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { copyEarlierMigrations } from '#platform/testing/earlier-migrations.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { insertPaymentRow } from './testing/payment-rows.ts';

const migrations = new URL('migrations/', import.meta.url);
/** The migrations before those of payments, and before those that count their entries. */
const [beforePayments, beforeCount] = [18, 24];

/** Issues an invoice of one line in a ledger that has no payments yet. */
async function insertIssued(sql: Sql, sequence: number, cents: number): Promise<string> {
  const id = uuid();
  await sql`insert into invoices (id, status, customer_id, customer_name, currency, line_count, net_minor, tax_minor,
    total_minor, version, created_at, updated_at)
    values (${id}, 'DRAFT', ${uuid()}, 'Ada', 'EUR', 1, ${cents}, 0, ${cents}, 1, now(), now())`;
  await sql`insert into invoice_lines (id, invoice_id, position, description, quantity_milli, unit, unit_price_micro,
    tax_rate_milli, net_minor, tax_minor)
    values (${uuid()}, ${id}, 1, 'Work', 1000, 'h', ${cents * 1_000_000}, 0, ${cents}, 0)`;
  await sql`update invoices set status = 'ISSUED', version = 2, series = 2025, sequence = ${sequence},
    number = ${`2025-00000${sequence}`}, issue_date = '2025-05-05', issued_at = '2025-05-05T09:00:00Z',
    customer_address_lines = '{}' where id = ${id}`;
  return id;
}

test('a ledger without payments is upgraded: one of zero is paid, a void one has its time, others can be paid', async (t) => {
  const database = await createTestDatabase({ name: 'billing', makesTemporaryTables: true });
  const url = database.urlOf('billing');
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  t.after(async () => {
    await sql.end({ timeout: 5 });
    await database.close();
  });
  const migrate = (folder: string) => migrateDatabase({ url, schema: 'billing', folder });
  const migrateFirst = async (count: number) => {
    const folder = await copyEarlierMigrations(t, { migrations, count });
    // It names functions of later migrations.
    await rm(join(folder, 'rights.sql'));
    await migrate(folder);
  };
  await migrateFirst(beforePayments);
  const [zero, ended, open] = [
    await insertIssued(sql, 1, 0),
    await insertIssued(sql, 2, 500),
    await insertIssued(sql, 3, 900),
  ];
  await sql`update invoices set status = 'VOID', version = 3, updated_at = '2025-06-01T09:00:00Z' where id = ${ended}`;

  await migrateFirst(beforeCount);
  const payment = await insertPaymentRow(sql, { invoiceId: open, amountMinor: 400n, paidOn: '2026-02-01' });
  await insertPaymentRow(sql, { invoiceId: open, amountMinor: 60n, paidOn: '2026-02-10' });
  await insertPaymentRow(sql, { invoiceId: open, amountMinor: 40n, paidOn: '2026-02-05' });
  const reversal = { kind: 'REVERSAL', amountMinor: -400n, reversesPaymentId: payment } as const;
  await insertPaymentRow(sql, { invoiceId: open, ...reversal });

  await migrate(fileURLToPath(migrations));
  const rows = await sql`
    select status, paid_minor::int as paid, reversible_entries as entries, settled_at, voided_at,
      first_paid_on::text as first, last_paid_on::text as last
    from invoices where id in ${sql([zero, ended, open])} order by sequence`;
  const unpaid = { paid: 0, entries: 0, first: null, last: null };
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    [
      { ...unpaid, status: 'PAID', settled_at: new Date('2025-05-05T09:00:00Z'), voided_at: null },
      { ...unpaid, status: 'VOID', settled_at: null, voided_at: new Date('2025-06-01T09:00:00Z') },
      {
        ...{ status: 'ISSUED', paid: 100, entries: 2, settled_at: null, voided_at: null },
        ...{ first: '2026-02-05', last: '2026-02-10' },
      },
    ],
  );
  await insertPaymentRow(sql, { invoiceId: open, amountMinor: 800n });
  const [paid] = await sql`
    select status, reversible_entries as entries, first_paid_on::text as first, last_paid_on::text as last
    from invoices where id = ${open}`;
  assert.deepEqual({ ...paid }, { status: 'PAID', entries: 3, first: '2026-02-05', last: '2026-03-01' });
});
