import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import postgres, { type Sql } from 'postgres';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createLog } from '#platform/log/log.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { gatewayMigrations } from '../../database/gateway-migrations.ts';
import { PostgresCountStore } from './postgres-count-store.ts';
import { ProcessCountStore } from './process-count-store.ts';

const log = createLog({ name: 'test', level: 'silent' });
const points = { key: 'limit:u:1', points: 1, keepSeconds: 60, isLasting: false };

describe('PostgreSQL', () => {
  let database: TestDatabase;
  let sql: Sql;
  let stores: readonly PostgresCountStore[];
  before(async () => {
    database = await createTestDatabase('gateway');
    const url = database.urlOf('gateway');
    await migrateDatabase({ url, ...gatewayMigrations });
    sql = postgres(url, { max: 1 });
    stores = [new PostgresCountStore(url, log), new PostgresCountStore(url, log)];
  });
  after(async () => {
    for (const store of stores) await store.close();
    await sql.end();
    await database.close();
  });

  for (const isLasting of [false, true]) {
    test(`adds up what several processes count at once${isLasting ? ', of days' : ''}`, async () => {
      const key = `limit:sum:${isLasting}`;
      const sums = await Promise.all(
        Array.from({ length: 100 }, (_, index) => stores[index % 2]?.add({ ...points, key, isLasting })),
      );
      assert.deepEqual(
        sums.map(Number).sort((one, other) => one - other),
        Array.from({ length: 100 }, (_, index) => index + 1),
      );
      assert.equal(await stores[0]?.add({ ...points, key, isLasting, points: -40 }), 60);
      assert.equal(await stores[1]?.add({ ...points, key, isLasting, points: 0 }), 60);
      const table = isLasting ? 'limit_day' : 'limit_window';
      const [row] = await sql`select points::int from gateway.${sql(table)} where key = ${key}`;
      assert.deepEqual(row, { points: 60 });
    });
  }

  test('counts more than four bytes hold', async () => {
    const key = 'limit:large:1';
    await stores[0]?.add({ ...points, key, points: 3_000_000_000_000 });
    assert.equal(await stores[1]?.add({ ...points, key, points: 5 }), 3_000_000_000_005);
  });

  test('keeps the days through a crash of the server, and the windows only in memory', async () => {
    const rows = await sql`
      select relname, relpersistence from pg_class where relname in ('limit_day', 'limit_window') order by 1`;
    assert.deepEqual(
      [...rows],
      [
        { relname: 'limit_day', relpersistence: 'p' },
        { relname: 'limit_window', relpersistence: 'u' },
      ],
    );
  });

  test('deletes what is past its time', async () => {
    await sql`insert into gateway.limit_window values ('limit:old:1', 1, 1)`;
    await stores[0]?.sweep();
    const rows = await sql`select key from gateway.limit_window where key = 'limit:old:1'`;
    assert.equal(rows.length, 0);
    assert.ok((await sql`select 1 from gateway.limit_window`).length > 0);
  });
});

test('the memory of one process counts by itself, and workers tell each other', async () => {
  const told = new Map<string, number>();
  const shared = { elsewhere: (key: string) => (key === points.key ? 5 : 0), tell: told.set.bind(told) };
  const store = new ProcessCountStore(2, shared);
  assert.equal(store.processes, 2);
  assert.equal(await store.add(points), 6);
  assert.equal(await store.add({ ...points, points: 3 }), 9);
  assert.equal(told.get(points.key), 4);
  assert.equal(await new ProcessCountStore().add(points), 1);
  store.sweep(Date.now() + 61_000);
  assert.equal(told.get(points.key), 0);
  assert.equal(await store.add(points), 6);
  store.close();
});
