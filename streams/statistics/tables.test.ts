import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { copyEarlierMigrations } from '#platform/testing/earlier-migrations.ts';
import { findMissingMigration } from '#platform/testing/missing-migration.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import * as tables from './tables.ts';

const migrations = new URL('migrations/', import.meta.url);

test('the migrations make the tables', async () => {
  const missing = await findMissingMigration(tables, migrations);
  assert.deepEqual(missing, []);
});

test('a customer that an earlier release counted in several partitions becomes one', async (t) => {
  const owned = await createTestDatabase('statistics');
  t.after(() => owned.close());
  const url = owned.urlOf('statistics');
  const earlier = await copyEarlierMigrations(t, { migrations, count: 3 });
  await migrateDatabase({ url, schema: 'statistics', folder: earlier });
  const { sql, close } = connectDatabase({ url, name: 'test' });
  t.after(() => close());
  await sql`
    insert into customers (partition, customer_key, currency, customer_name, count, amount_minor) values
      (0, 'a', 'EUR', 'Ada', 2, 300), (1, 'a', 'EUR', 'Ada', 1, 50), (3, 'a', 'EUR', 'Ada', 1, -10),
      (1, 'a', 'JPY', 'Ada', 1, 7), (1, 'b', 'EUR', 'Bo', 1, 1)`;
  await sql`
    insert into state_entries (partition, subtopology, store, key, value) values
      (0, 1, 'totals', 'EUR', '["2","300"]'), (0, 2, 'customers', '["a","EUR"]', '["2","300","Ada"]')`;
  await migrateDatabase({ url, schema: 'statistics', folder: fileURLToPath(migrations) });
  const rows = await sql`
    select customer_key, currency, customer_name, count::int, amount_minor::int from customers order by 1, 2`;
  assert.deepEqual(
    rows.map((row) => Object.values(row)),
    [
      ['a', 'EUR', 'Ada', 4, 340],
      ['a', 'JPY', 'Ada', 1, 7],
      ['b', 'EUR', 'Bo', 1, 1],
    ],
  );
  assert.deepEqual([...(await sql`select store from state_entries`)], [{ store: 'totals' }]);
});
