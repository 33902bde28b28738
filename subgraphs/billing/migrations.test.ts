import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import postgres, { type Sql } from 'postgres';
import { v7 as uuid } from 'uuid';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';

// Data of a ledger that taxed line by line goes through the migrations that came after.

const folder = fileURLToPath(new URL('migrations', import.meta.url));
const lastBefore = '0008_imported_issue_dates';

let database: TestDatabase;
let sql: Sql;
let older: string;

before(async () => {
  database = await createTestDatabase({ name: 'billing', makesTemporaryTables: true });
  sql = postgres(database.urlOf('billing'), { max: 1, onnotice: () => {} });
  older = await mkdtemp(join(tmpdir(), 'older-migrations-'));
  await cp(folder, older, { recursive: true });
  await rm(join(older, 'rights.sql'));
  const file = join(older, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(file, 'utf8')) as { entries: { tag: string }[] };
  const last = journal.entries.findIndex(({ tag }) => tag === lastBefore);
  await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }));
  await migrate(older);
});
after(async () => {
  await sql.end({ timeout: 5 });
  await database.close();
  await rm(older, { recursive: true });
});

const migrate = (from: string) =>
  migrateDatabase({ url: database.urlOf('billing'), schema: 'billing', folder: from });

/** A draft with one line for each price in cents, at 23 %, taxed line by line. */
async function insertDraft(prices: readonly number[]): Promise<string> {
  const id = uuid();
  const lines = prices.map((price) => ({ price, tax: Math.round(price * 0.23) }));
  const net = lines.reduce((sum, line) => sum + line.price, 0);
  const tax = lines.reduce((sum, line) => sum + line.tax, 0);
  await sql`insert into invoices (id, status, customer_id, customer_name, currency, line_count, net_minor, tax_minor,
    total_minor, version, created_at, updated_at)
    values (${id}, 'DRAFT', ${uuid()}, 'Ada', 'EUR', ${lines.length}, ${net}, ${tax}, ${net + tax}, 1, now(), now())`;
  for (const [index, { price, tax: lineTax }] of lines.entries()) {
    await sql`insert into invoice_lines (id, invoice_id, position, description, quantity_milli, unit, unit_price_minor,
      tax_rate_basis_points, net_minor, tax_minor)
      values (${uuid()}, ${id}, ${index + 1}, 'Work', 1000, 'h', ${price}, 2300, ${price}, ${lineTax})`;
  }
  return id;
}

test('issued invoices keep their figures, drafts follow the new rule, and every price and rate stays the same', async () => {
  const [changed, same, issued] = [
    await insertDraft([5_555, 1_111]),
    await insertDraft([10_000]),
    await insertDraft([5_555, 1_111]),
  ];
  const empty = await insertDraft([]);
  await sql`update invoices set status = 'ISSUED', version = 2, series = 2025, sequence = 1, number = '2025-000001',
    issue_date = '2025-05-05', due_date = '2025-05-01', issued_at = now(), customer_address_lines = '{}'
    where id = ${issued}`;

  await migrate(folder);

  const figuresOf = async (id: string) => {
    const [row] = await sql`
      select tax_minor::int as tax, total_minor::int as total, version, is_taxed_by_line as by_line
      from invoices where id = ${id}`;
    return { ...row };
  };
  assert.deepEqual(await figuresOf(changed), { tax: 1_533, total: 8_199, version: 2, by_line: false });
  assert.deepEqual(await figuresOf(same), { tax: 2_300, total: 12_300, version: 1, by_line: false });
  assert.deepEqual(await figuresOf(empty), { tax: 0, total: 0, version: 1, by_line: false });
  assert.deepEqual(await figuresOf(issued), { tax: 1_534, total: 8_200, version: 2, by_line: true });
  const lines = await sql`
    select distinct unit_price_micro::text as price, tax_rate_milli as rate from invoice_lines
    where invoice_id in (${changed}, ${issued}) order by price`;
  assert.deepEqual(
    lines.map((line) => ({ ...line })),
    [
      { price: '1111000000', rate: 23_000 },
      { price: '5555000000', rate: 23_000 },
    ],
  );
  // It is due before its issue date, which was allowed then; it goes on with its life.
  await sql`insert into payments (id, invoice_id, kind, amount_minor, method, paid_on, recorded_by, recorded_at)
    values (${uuid()}, ${issued}, 'PAYMENT', 8200, 'CASH', '2025-05-06', 'test', now())`;
  assert.equal((await sql`select status from invoices where id = ${issued}`)[0]?.['status'], 'PAID');
});
