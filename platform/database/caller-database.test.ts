import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createCallerDatabase } from './caller-database.ts';
import { connectDatabase, type Database } from './database.ts';
import { sql } from './drizzle.ts';

let owned: TestDatabase;
let database: Database;

before(async () => {
  owned = await createTestDatabase({ name: 'caller' });
  database = connectDatabase({ url: owned.urlOf('caller'), name: 'caller', maxConnections: 3 });
});
after(async () => {
  await database.close();
  await owned.close();
});

const sleeping = "state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()";
async function countSleeping(): Promise<number> {
  const [row] = await database.sql.unsafe<{ count: number }[]>(
    `select count(*)::int from pg_stat_activity where ${sleeping}`,
  );
  return row?.count ?? 0;
}

test('rows are read as by the pool itself', async () => {
  const reader = createCallerDatabase(database.sql, new AbortController().signal);
  assert.deepEqual([...(await reader.execute(sql`select 1 as one`))], [{ one: 1 }]);
  const rows = await reader.select({ two: sql<number>`2` }).from(sql`(values (1)) as given`);
  assert.deepEqual(rows, [{ two: 2 }]);
});

test('a statement that runs is cancelled at the server, and none is sent any more', async () => {
  const caller = new AbortController();
  const reader = createCallerDatabase(database.sql, caller.signal);
  const pending = assert.rejects(Promise.resolve(reader.execute(sql`select pg_sleep(60)`)));
  await waitFor('the statement to run', async () => (await countSleeping()) === 1);
  caller.abort();
  await pending;
  await waitFor('the statement to end', async () => (await countSleeping()) === 0);
  await assert.rejects(Promise.resolve(reader.execute(sql`select 1`)));
});

test('a statement that a late request of another caller hits is sent once more', async () => {
  const reader = createCallerDatabase(database.sql, new AbortController().signal);
  const pending = Promise.resolve(reader.execute(sql`select 'done' as state, pg_sleep(0.5)`));
  await waitFor('the statement to run', async () => (await countSleeping()) === 1);
  await database.sql.unsafe(`select pg_cancel_backend(pid) from pg_stat_activity where ${sleeping}`);
  assert.equal((await pending)[0]?.['state'], 'done');
});
