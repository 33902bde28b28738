import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { AscendingIds } from './ascending-ids.ts';
import { CopyBuffer } from './copy-buffer.ts';

let server: TestDatabase;
let database: Database;

before(async () => {
  server = await createTestDatabase('batch');
  database = connectDatabase({ url: server.urlOf('batch'), name: 'copy-buffer-test' });
  await database.sql`create table rows (place int4, id uuid, yes bool, small int4, large int8, at timestamptz, on_day date, words text)`;
});

after(async () => {
  await database.close();
  await server.close();
});

test('PostgreSQL reads back every value that was written, nulls too', async () => {
  const anyRow = fc.record({
    yes: fc.boolean(),
    small: fc.integer(),
    large: fc.maxSafeInteger(),
    atMs: fc.integer({ min: -60_000_000_000_000, max: 250_000_000_000_000 }),
    epochDay: fc.integer({ min: -700_000, max: 2_900_000 }),
    words: fc.option(fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !text.includes('\0'))),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 50 }), async (rows) => {
      const buffer = new CopyBuffer();
      const ids = new AscendingIds();
      const id = new Uint8Array(16);
      ids.tick(Date.now());
      for (const [place, row] of rows.entries()) {
        buffer.beginRow(8);
        buffer.int4(place);
        ids.write(id, 0);
        buffer.uuid(id);
        buffer.bool(row.yes);
        buffer.int4(row.small);
        buffer.int8(row.large);
        buffer.instant(row.atMs);
        buffer.date(row.epochDay);
        if (row.words === null) buffer.null();
        else buffer.text(row.words);
      }
      assert.equal(buffer.rows, rows.length);

      const { sql } = database;
      await sql`truncate rows`;
      await pipeline(
        Readable.from([buffer.take()]),
        await sql`copy rows from stdin (format binary)`.writable(),
      );
      const stored = await sql`
        select yes, small, large::text, round(extract(epoch from at) * 1000)::text as at_ms,
          on_day - date '1970-01-01' as epoch_day, words from rows order by place`;
      assert.deepEqual(
        stored.map((row) => ({ ...row })),
        rows.map(({ yes, small, large, atMs, epochDay, words }) => ({
          yes,
          small,
          large: String(large),
          at_ms: String(atMs),
          epoch_day: epochDay,
          words: words?.toWellFormed() ?? null,
        })),
      );
      const [order] = await sql`select coalesce(bool_and(id > before), true) as grows
        from (select id, lag(id) over (order by place) as before from rows) as pairs where before is not null`;
      assert.equal(order?.['grows'], true);
    }),
    { numRuns: 25 },
  );
});

test('a buffer grows past its first size', async () => {
  const buffer = new CopyBuffer();
  const words = 'x'.repeat(3_000_000);
  buffer.beginRow(8);
  for (let column = 0; column < 7; column++) buffer.null();
  buffer.text(words);
  const { sql } = database;
  await sql`truncate rows`;
  await pipeline(Readable.from([buffer.take()]), await sql`copy rows from stdin (format binary)`.writable());
  const [stored] = await sql`select length(words) as length from rows`;
  assert.equal(stored?.length, words.length);
});

test('memory that is given back is overwritten, whatever was in it', () => {
  const spares: ArrayBuffer[] = [];
  const buffer = new CopyBuffer(spares);
  const write = (target: CopyBuffer, words: string) => {
    target.beginRow(2);
    target.int8(-words.length);
    target.text(words);
    return target.take();
  };
  const used = write(buffer, 'x'.repeat(100_000)).buffer;
  write(buffer, 'meanwhile');
  new Uint8Array(used).fill(0xff);
  spares.push(used);
  write(buffer, 'the last in memory of its own');
  const again = write(buffer, 'é');
  assert.equal(again.buffer, used);
  assert.deepEqual(again, write(new CopyBuffer(), 'é'));
});
