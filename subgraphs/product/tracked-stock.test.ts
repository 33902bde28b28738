import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { v7 as uuid } from 'uuid';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { copyEarlierMigrations } from '#platform/testing/earlier-migrations.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';

test('products that had movements before stock was tracked are tracked, and others are not', async (t) => {
  const database = await createTestDatabase('product');
  t.after(() => database.close());
  const url = database.urlOf('product');
  const migrations = new URL('migrations/', import.meta.url);
  const earlier = await copyEarlierMigrations(t, { migrations, count: 6 });
  await migrateDatabase({ url, schema: 'product', folder: earlier });
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  t.after(() => sql.end({ timeout: 5 }));
  const [counted, service] = [uuid(), uuid()];
  for (const id of [counted, service]) {
    await sql`insert into products (id, sku, name, unit, unit_price_micro, currency, tax_rate_milli, stock_e4, movement_count)
      values (${id}, ${id}, 'Mug', 'piece', 0, 'EUR', 0, ${id === counted ? 10_000 : 0}, ${id === counted ? 1 : 0})`;
  }
  await sql`insert into stock_movements (id, product_id, position, kind, change_e4, stock_after_e4, recorded_by)
    values (${uuid()}, ${counted}, 1, 'RECEIPT', 10000, 10000, 'someone')`;
  await migrateDatabase({ url, schema: 'product', folder: fileURLToPath(migrations) });
  const rows =
    await sql`select id, is_stock_tracked as tracked, stock_e4::int as stock from products order by movement_count`;
  assert.deepEqual(
    [...rows],
    [
      { id: service, tracked: false, stock: 0 },
      { id: counted, tracked: true, stock: 10_000 },
    ],
  );
});
