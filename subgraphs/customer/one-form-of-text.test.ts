import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { v7 as uuid } from 'uuid';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { copyEarlierMigrations } from '#platform/testing/earlier-migrations.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { normaliseText } from '#platform/text/plain-text.ts';

test('stored texts are converted to the form of new ones, and references stay unique', async (t) => {
  const migrations = new URL('migrations/', import.meta.url);
  const database = await createTestDatabase('customer');
  t.after(() => database.close());
  const url = database.urlOf('customer');
  await migrateDatabase({
    url,
    schema: 'customer',
    folder: await copyEarlierMigrations(t, { migrations, count: 3 }),
  });
  const sql = postgres(url, { max: 1 });
  t.after(() => sql.end({ timeout: 5 }));
  const names = ['Ka\u0308the\u00a0Bj\u00f6rk\u200b', 'Ada', '\u200b', 'علی\u200cرضا', '\u0958'.repeat(200)];
  const references = ['Re\u0301-1', 'R\u00e9-1', 'e\u0301\u200b', 'e\u0301', null];
  await sql`insert into customer.customers ${sql(
    names.map((display_name, index) => ({
      id: uuid(),
      display_name,
      external_reference: references[index] ?? null,
    })),
  )}`;

  await migrateDatabase({ url, schema: 'customer', folder: fileURLToPath(migrations) });
  const rows = await sql`select display_name, external_reference from customer.customers order by id`;
  assert.deepEqual(
    rows.map(({ display_name }) => display_name),
    [...names.slice(0, 2).map(normaliseText), '\u200b', 'علی\u200cرضا', '\u0958'.repeat(200)],
  );
  assert.deepEqual(
    rows.map(({ external_reference }) => external_reference),
    ['Re\u0301-1', 'R\u00e9-1', '\u00e9', 'e\u0301', null],
  );
});
