import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { EventLog } from '../event-log.ts';
import { openPostgresEventLog } from './postgres-event-log.ts';
import { prepareEventLog } from './prepare-event-log.ts';

let owned: TestDatabase;
const logs: EventLog[] = [];
const databases: Database[] = [];

before(async () => {
  owned = await createTestDatabase(
    'event_log',
    { name: 'log_reading', groups: ['event_log_reader'] },
    { name: 'log_writing', groups: ['event_log_writer'] },
    'log_stranger',
  );
});
after(async () => {
  await Promise.all(logs.map((log) => log.close()));
  await Promise.all(databases.map((database) => database.close()));
  await owned.close();
});

async function open(role: string): Promise<EventLog> {
  const log = await openPostgresEventLog({ url: owned.urlOf(role), name: role, pollMs: 50 });
  logs.push(log);
  return log;
}

function connect(role: string): Database['sql'] {
  const database = connectDatabase({ url: owned.urlOf(role), name: role, maxConnections: 1 });
  databases.push(database);
  return database.sql;
}

test('who does not own the log cannot open it before it is prepared', async () => {
  await assert.rejects(open('log_reading'), { code: 'LOG_UNAVAILABLE' });
});

test('a writer appends and a reader reads, neither of them its owner', async () => {
  await prepareEventLog(owned.urlOf('event_log'));
  const writer = await open('log_writing');
  const reader = await open('log_reading');
  await writer.ensureTopic('events', 2);
  const read: string[] = [];
  await reader.subscribe({
    topic: 'events',
    group: 'readers',
    startAt: async () => 0n,
    onBatch: async ({ records }) => {
      read.push(...records.map(({ value }) => Buffer.from(value).toString()));
    },
  });
  await writer.append('events', [{ key: null, value: Buffer.from('a') }]);
  await waitFor('the record to be read', () => read.length === 1);
  assert.deepEqual(read, ['a']);
});

for (const role of ['log_reading', 'log_writing', 'log_stranger']) {
  test(`${role} neither changes nor deletes records, nor the tables`, async () => {
    const sql = connect(role);
    for (const statement of [
      'truncate event_log.batch',
      'delete from event_log.batch',
      "update event_log.batch set records = ''",
      "insert into event_log.topic (name, partitions) values ('x', 1)",
      'update event_log.partition set next_offset = 0',
      'update event_log.retention set kept_ms = 1',
      'drop table event_log.batch',
      'alter table event_log.batch add column x int',
      'create table event_log.mine (id int)',
    ]) {
      await assert.rejects(sql.unsafe(statement), { code: '42501' }, statement);
    }
  });
}

test('a reader does not append, and a writer does not read', async () => {
  const append = "select event_log.append(1, '{0}', '{1}', '{1}', 'a')";
  for (const role of ['log_reading', 'log_stranger'])
    await assert.rejects(connect(role).unsafe(append), { code: '42501' });
  for (const role of ['log_writing', 'log_stranger'])
    await assert.rejects(connect(role).unsafe('select records from event_log.batch'), { code: '42501' });
});
