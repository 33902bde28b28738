import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { pgSchema } from '#platform/database/drizzle-tables.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import {
  createReaderOffsetTable,
  loadReaderOffset,
  moveReaderOffset,
  ReaderOffsetError,
  readerOffsetDdl,
} from './reader-offsets.ts';

let database: TestDatabase;
let connected: Database;

before(async () => {
  database = await createTestDatabase('reader');
  connected = connectDatabase({ url: database.urlOf('reader'), name: 'reader', maxConnections: 4 });
  await connected.sql.unsafe(readerOffsetDdl);
});

after(async () => {
  await connected.close();
  await database.close();
});

const at = (partition: number) => ({ group: 'sink', topic: 'T', partition });

test('a group begins at 0 and stands where its last batch ended', async () => {
  const { sql } = connected;
  assert.equal(await loadReaderOffset(sql, at(0)), 0n);
  await moveReaderOffset(sql, at(0), { fromOffset: 0n, nextOffset: 5n });
  await moveReaderOffset(sql, at(0), { fromOffset: 5n, nextOffset: 2n ** 62n });
  assert.equal(await loadReaderOffset(sql, at(0)), 2n ** 62n);
});

test('groups, topics and partitions have positions of their own', async () => {
  const { sql } = connected;
  await moveReaderOffset(sql, at(1), { fromOffset: 0n, nextOffset: 3n });
  for (const other of [
    { ...at(1), group: 'statistics' },
    { ...at(1), topic: 'U' },
    { ...at(1), partition: 9 },
  ]) {
    assert.equal(await loadReaderOffset(sql, other), 0n);
  }
});

test('a reader that lost its partition is refused, and its transaction leaves nothing', async () => {
  const { sql } = connected;
  await moveReaderOffset(sql, at(2), { fromOffset: 0n, nextOffset: 4n });
  for (const fromOffset of [0n, 3n, 5n]) {
    const refused = sql.begin((tx) => moveReaderOffset(tx, at(2), { fromOffset, nextOffset: 8n }));
    await assert.rejects(refused, ReaderOffsetError);
  }
  assert.equal(await loadReaderOffset(sql, at(2)), 4n);
});

test('a batch in the middle of a partition that has no position yet is refused', async () => {
  const refused = moveReaderOffset(connected.sql, at(3), { fromOffset: 7n, nextOffset: 8n });
  await assert.rejects(refused, { code: 'READER_OFFSET_MOVED' });
});

test('of two readers with the same batch one wins, from the first batch on', async () => {
  const { sql } = connected;
  for (const fromOffset of [0n, 1n, 2n]) {
    const both = await Promise.allSettled(
      [1, 2].map(() =>
        sql.begin((tx) => moveReaderOffset(tx, at(4), { fromOffset, nextOffset: fromOffset + 1n })),
      ),
    );
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  }
});

test('the table for drizzle is the table of the statement', async () => {
  const schema = pgSchema('reader');
  const empty = generateDrizzleJson({});
  const made = await generateMigration(
    empty,
    generateDrizzleJson({ schema, offsets: createReaderOffsetTable(schema) }, empty.id),
  );
  const { sql } = connected;
  const before = await describe();
  await sql`drop table reader_offset`;
  for (const statement of made) {
    if (!/^create schema/i.test(statement)) await sql.unsafe(statement);
  }
  assert.deepEqual(await describe(), before);
});

async function describe() {
  const columns = await connected.sql`
    select column_name, data_type, is_nullable from information_schema.columns
    where table_name = 'reader_offset' order by ordinal_position`;
  const [key] = await connected.sql`
    select pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = 'reader_offset'::regclass and contype = 'p'`;
  return { columns: [...columns], key: key?.['definition'] };
}
