import assert from 'node:assert/strict';
import { glob } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { copyEarlierMigrations } from '#platform/testing/earlier-migrations.ts';
import { findMissingMigration } from '#platform/testing/missing-migration.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { toCustomerName } from '../simulator/customer-name.ts';

const migrations = new URL('migrations/', import.meta.url);

test('the migrations make the tables', async () => {
  const tables: Record<string, unknown> = {};
  for await (const file of glob('{tables.ts,figures/*/tables.ts}', { cwd: import.meta.dirname }))
    Object.assign(tables, await import(`./${file}`));
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

test('what an earlier release counted of the simulator is told apart by the names of its customers', async (t) => {
  const owned = await createTestDatabase('statistics');
  t.after(() => owned.close());
  const url = owned.urlOf('statistics');
  const earlier = await copyEarlierMigrations(t, { migrations, count: 4 });
  await migrateDatabase({ url, schema: 'statistics', folder: earlier });
  const { sql, close } = connectDatabase({ url, name: 'test' });
  t.after(() => close());
  const simulated = Array.from({ length: 500 }, (_, customer) => toCustomerName(customer));
  const rows = [...simulated, 'Boulangerie Martin & Co', 'Ada'].map((name) => ({ name }));
  await sql`
    insert into customers (customer_key, currency, customer_name, count, amount_minor)
    select name, 'EUR', name, 2, 5 from json_to_recordset(${JSON.stringify(rows)}::text::json) as row(name text)`;
  await sql`
    insert into totals (partition, currency, count, amount_minor) values
      (0, 'EUR', 404, 1010), (1, 'EUR', 600, 1500), (1, 'JPY', 9, 9)`;
  await sql`
    insert into state_entries (partition, subtopology, store, key, value) values
      (0, 1, 'totals', 'EUR', '["404","1010"]'), (1, 1, 'totals', 'EUR', '["600","1500"]')`;
  await migrateDatabase({ url, schema: 'statistics', folder: fileURLToPath(migrations) });

  const real = await sql`select customer_key, amount_minor::int from customers where count <> 0 order by 1`;
  assert.deepEqual(
    real.map((row) => Object.values(row)),
    [
      ['Ada', 5],
      ['Boulangerie Martin & Co', 5],
    ],
  );
  const sums = await sql`
    select currency, origin, sum(count)::int, sum(amount_minor)::int as minor from totals group by 1, 2 order by 1, 2`;
  assert.deepEqual(
    sums.map((row) => Object.values(row)),
    [
      ['EUR', 'ISSUED', 4, 10],
      ['EUR', 'SIMULATED', 1_000, 2_500],
      ['JPY', 'ISSUED', 9, 9],
    ],
  );
  const state = await sql`select partition, subtopology, key, value from state_entries order by 1, 3`;
  assert.deepEqual(
    state.map((row) => Object.values(row)),
    [
      [0, 1, 'EUR', '["404","1010"]'],
      [1, 1, 'EUR', '["-400","-1000"]'],
      [1, 1, 'EUR simulated', '["1000","2500"]'],
    ],
  );
});
