import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { pgSchema } from '#platform/database/drizzle-tables.ts';
import { compiledCodeEnvironment } from '#platform/testing/compiled-code.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { EventLog, LogRecord } from '../event-log.ts';
import { openPostgresEventLog } from '../postgres/postgres-event-log.ts';
import {
  createDeadLetterTable,
  deadLetterDdl,
  listDeadLetters,
  removeDeadLetters,
  storeDeadLetter,
} from './dead-letters.ts';
import { replayDeadLetters } from './replay.ts';

const run = promisify(execFile);
const topic = 'letters';
let database: TestDatabase;
let connected: Database;
let log: EventLog;

before(async () => {
  database = await createTestDatabase('reader', 'event_log');
  connected = connectDatabase({ url: database.urlOf('reader'), name: 'reader', maxConnections: 2 });
  await connected.sql.unsafe(deadLetterDdl);
  log = await openPostgresEventLog({ url: database.urlOf('event_log'), name: 'test' });
  await log.ensureTopic(topic, 1);
});

after(async () => {
  await log.close();
  await connected.close();
  await database.close();
});

const record: LogRecord = {
  topic,
  partition: 0,
  offset: 7n,
  key: 'Ada\u0000',
  value: Buffer.from([0xff, 0, 0x41]),
  headers: { ce_id: 'e-1', odd: '\u0000"' },
  timestampMs: 1_700_000_000_000,
};

const store = (offset: bigint, value: Uint8Array = record.value) =>
  storeDeadLetter(connected.sql, { ...record, offset, value }, 'no JSON');

test('a record is put aside with its place, its bytes and the reason, once', async () => {
  await store(7n);
  await store(7n);
  const [letter, ...others] = await listDeadLetters(connected.sql);
  assert.equal(others.length, 0);
  assert.ok(letter !== undefined && Math.abs(letter.createdAtMs - Date.now()) < 60_000);
  const { createdAtMs, ...rest } = letter;
  assert.ok(createdAtMs > 0);
  assert.deepEqual(rest, { ...record, reason: 'no JSON' });
  await removeDeadLetters(connected.sql, [letter]);
  assert.deepEqual(await listDeadLetters(connected.sql), []);
});

test('a record is put aside only if its transaction commits', async () => {
  const failed = connected.sql.begin(async (tx) => {
    await storeDeadLetter(tx, record, 'no JSON');
    throw new Error('later');
  });
  await assert.rejects(failed, /later/);
  assert.deepEqual(await listDeadLetters(connected.sql), []);
});

test('letters are replayed once, in their order, with their bytes, key, headers and time', async () => {
  for (let n = 0; n < 250; n += 1) await store(BigInt(n), Buffer.from(`${n}`));
  const before = (await log.endOffsets(topic))[0] ?? 0n;
  assert.equal(await replayDeadLetters(connected.sql, log, ({ offset }) => offset !== 3n), 249);
  assert.equal(await replayDeadLetters(connected.sql, log, ({ offset }) => offset !== 3n), 0);
  const read: LogRecord[] = [];
  const subscription = await log.subscribe({
    topic,
    group: 'test',
    startAt: async () => before,
    onBatch: async (batch) => {
      read.push(...batch.records);
    },
  });
  await waitFor('the records', () => read.length === 249);
  await subscription.close();
  assert.deepEqual(
    read.map(({ value }) => Buffer.from(value).toString()),
    Array.from({ length: 250 }, (_, n) => `${n}`).filter((text) => text !== '3'),
  );
  assert.deepEqual(
    [read[0]?.key, read[0]?.headers, read[0]?.timestampMs],
    [record.key, record.headers, record.timestampMs],
  );
  assert.deepEqual(
    (await listDeadLetters(connected.sql)).map(({ offset }) => offset),
    [3n],
  );
  await connected.sql`delete from dead_letters`;
});

test('the command lists letters and replays those that are named', async () => {
  await store(1n, Buffer.from('{"a":1}'));
  await store(2n);
  const [first, second] = (await command('list'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  assert.deepEqual(
    [first?.['place'], first?.['text'], first?.['reason']],
    ['letters/0/1', '{"a":1}', 'no JSON'],
  );
  assert.equal(second?.['base64'], Buffer.from(record.value).toString('base64'));
  assert.equal(await command('replay', 'letters/0/1'), '1 replayed\n');
  assert.equal(await command('replay', '--all'), '1 replayed\n');
  assert.deepEqual(await listDeadLetters(connected.sql), []);
});

test('the command refuses what it cannot know the meaning of', async () => {
  await assert.rejects(command('replay'), /Name the places/);
  await assert.rejects(command('replay', 'x'), /topic\/partition\/offset/);
});

test('the table for drizzle is the table of the statements', async () => {
  const schema = pgSchema('reader');
  const empty = generateDrizzleJson({});
  const tables = { schema, letters: createDeadLetterTable(schema) };
  const made = await generateMigration(empty, generateDrizzleJson(tables, empty.id));
  const described = await describe();
  await connected.sql`drop table dead_letters`;
  for (const statement of made) {
    if (!/^create schema/i.test(statement)) await connected.sql.unsafe(statement);
  }
  assert.deepEqual(await describe(), described);
});

async function command(...parameters: string[]): Promise<string> {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const { stdout } = await run(process.execPath, [main, ...parameters], {
    env: {
      PATH: process.env.PATH,
      ...compiledCodeEnvironment(),
      DATABASE_URL: database.urlOf('reader'),
      EVENT_LOG_DATABASE_URL: database.urlOf('event_log'),
    },
    timeout: 60_000,
  });
  return stdout;
}

async function describe() {
  const columns = await connected.sql`
    select column_name, data_type, is_nullable, datetime_precision, is_identity, (column_default is null) as is_plain
    from information_schema.columns where table_name = 'dead_letters' order by ordinal_position`;
  const indexes = await connected.sql`
    select substring(replace(indexdef, 'reader.', '') from ' ON .*') as definition from pg_indexes
    where tablename = 'dead_letters' order by indexname`;
  return { columns: [...columns], indexes: [...indexes] };
}
