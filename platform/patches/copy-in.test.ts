import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { after, before, test } from 'node:test';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { openCopyIn } from './copy-in.ts';

let testDatabase: TestDatabase;
let database: Database;

before(async () => {
  testDatabase = await createTestDatabase('copied');
  database = connectDatabase({ url: testDatabase.urlOf('copied'), name: 'test', maxConnections: 1 });
  await database.sql`create table numbers (number integer)`;
});
after(async () => {
  await database.close();
  await testDatabase.close();
});

const open = () => openCopyIn(database.sql`copy numbers from stdin`);
const count = async () => (await database.sql`select count(*)::int as count from numbers`)[0]?.['count'];

for (const [where, lines] of [
  ['first', ['x\n', ...Array<string>(50_000).fill('1\n')]],
  ['last', [...Array<string>(50_000).fill('1\n'), 'x\n']],
  ['only', ['x\n']],
] as const) {
  test(`a COPY whose ${where} line is refused fails, and the connection can be used`, {
    timeout: 60_000,
  }, async () => {
    await assert.rejects(pipeline(Readable.from(lines), await open()), { code: '22P02' });
    assert.equal(await count(), 0);
  });
}

test('a COPY that cannot begin fails, and one that is in order is stored', { timeout: 60_000 }, async () => {
  await assert.rejects(openCopyIn(database.sql`copy numbers (nothing) from stdin`), { code: '42703' });
  await pipeline(Readable.from(['1\n', '2\n']), await open());
  assert.equal(await count(), 2);
});
