import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { copyEarlierMigrations } from '#platform/testing/earlier-migrations.ts';
import { findMissingMigration } from '#platform/testing/missing-migration.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { storeInvoices } from './store/store-invoices.ts';
import * as tables from './tables.ts';
import { createReceived } from './testing/test-sink.ts';

const migrations = new URL('migrations/', import.meta.url);

test('the migrations make the tables', async () => {
  const missing = await findMissingMigration(tables, migrations);
  assert.deepEqual(missing, []);
});

test('rows that an earlier release placed stand where they are written now', async (t) => {
  const owned = await createTestDatabase('sink');
  t.after(() => owned.close());
  const url = owned.urlOf('sink');
  await migrateDatabase({
    url,
    schema: 'sink',
    folder: await copyEarlierMigrations(t, { migrations, count: 1 }),
  });
  const { sql, close } = connectDatabase({ url, name: 'test' });
  t.after(() => close());
  const places = async () => ({
    rows: [...(await sql`select sequence::int, csv_file_id, csv_start::int from invoices order by sequence`)],
    files: [...(await sql`select id, bytes::int from csv_files order by id`)],
  });

  const names = ['Ada', "'=1+1", 'Ada', "''-1", "'t Hooft", '=1'];
  const received = names.map((customerName, number) =>
    createReceived(number, { customerName, ...(number === 3 ? { invoiceNumber: "'@3" } : {}) }),
  );
  const later = createReceived(9);
  await sql.begin(async (tx) => {
    await storeInvoices(tx, received, { day: '2026-03-01', maxBytes: 1_000_000 });
    await storeInvoices(tx, [later], { day: '2026-03-02', maxBytes: 1_000_000 });
  });
  const written = await places();
  // The earlier release wrote one apostrophe less in row 2, and two less in row 4.
  await sql`
    update invoices set csv_start = csv_start - case when sequence > 4 then 3 when sequence > 2 then 1 else 0 end
    where csv_file_id = 1`;
  await sql`update csv_files set bytes = bytes - 3 where id = 1`;

  await migrateDatabase({ url, schema: 'sink', folder: fileURLToPath(migrations) });
  assert.deepEqual(await places(), written);
});
