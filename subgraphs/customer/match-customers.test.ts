import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import postgres, { type Sql } from 'postgres';
import { v7 as uuid } from 'uuid';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';

let database: TestDatabase;
let batch: Sql;
let customer: Sql;
const [martin, dubois, twin, otherTwin, archived] = [uuid(), uuid(), uuid(), uuid(), uuid()];

before(async () => {
  database = await createTestDatabase('customer', 'batch');
  const url = database.urlOf('customer');
  await migrateDatabase({
    url,
    schema: 'customer',
    folder: fileURLToPath(new URL('migrations', import.meta.url)),
  });
  customer = postgres(url, { max: 1 });
  batch = postgres(database.urlOf('batch'), { max: 1 });
  await customer`insert into customer.customers ${customer([
    { id: martin, display_name: 'Boulangerie Martin', status: 'ACTIVE' },
    { id: dubois, display_name: 'Épicerie Dubois', status: 'ACTIVE' },
    { id: twin, display_name: 'Twin', status: 'ACTIVE' },
    { id: otherTwin, display_name: 'TWIN', status: 'ACTIVE' },
    { id: archived, display_name: 'Gone', status: 'ARCHIVED' },
  ])}`;
});
after(async () => {
  await Promise.all([batch.end({ timeout: 5 }), customer.end({ timeout: 5 })]);
  await database.close();
});

async function match(ids: readonly string[], names: readonly string[]): Promise<[string, string | null][]> {
  const rows = await batch<{ id: string; name: string | null }[]>`
    select id, name from customer.match_customers(${[...ids]}::uuid[], ${[...names]}::text[])`;
  return rows.map(({ id, name }) => [id, name]);
}

test('customers are found by id, also archived ones', async () => {
  const found = await match([martin, archived, uuid(), martin], []);
  assert.deepEqual(
    new Map(found),
    new Map([
      [martin, null],
      [archived, null],
    ]),
  );
});

test('customers are found by name in any case, with space around it, and in any Unicode form', async () => {
  const names = ['Boulangerie Martin', ' boulangerie MARTIN\t', 'ÉPICERIE DUBOIS', 'gone', 'Boulangerie'];
  const decomposed = 'épicerie dubois'.normalize('NFD');
  const found = new Map((await match([], [...names, decomposed])).map(([id, name]) => [name, id]));
  assert.deepEqual(
    found,
    new Map([
      ['Boulangerie Martin', martin],
      ['ÉPICERIE DUBOIS', dubois],
      [decomposed, dubois],
      ['gone', archived],
      [' boulangerie MARTIN\t', martin],
    ]),
  );
});

test('a name of two customers matches neither', async () => {
  assert.deepEqual(await match([twin], ['Twin', 'twin']), [[twin, null]]);
});

test('names are looked up in an index', async () => {
  await customer`
    insert into customer.customers (id, display_name) select gen_random_uuid(), 'Customer ' || n from generate_series(1, 5000) n`;
  await customer`analyze customer.customers`;
  const plan = await customer`
    explain select id from customer.customers where lower(display_name) = lower(btrim('Customer 17')) limit 2`;
  assert.match(JSON.stringify(plan), /customers_folded_name_idx/);
});

test('the batch worker can use only that function of customer', async () => {
  await assert.rejects(batch`select 1 from customer.customers`, { code: '42501' });
});
