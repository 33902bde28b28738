import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectDatabase } from '#platform/database/database.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { deleteOverdue } from './delete-overdue.ts';
import { openPostgresEventLog } from './postgres-event-log.ts';
import { prepareEventLog } from './prepare-event-log.ts';

const hourMs = 60 * 60 * 1000;

test('what is older than the log keeps goes in steps, from the start, and never the newest', async (context) => {
  const testDatabase = await createTestDatabase('event_log');
  context.after(() => testDatabase.close());
  const options = { url: testDatabase.urlOf('event_log'), name: 'test' };
  const log = await openPostgresEventLog({ ...options, retentionMs: 0 });
  context.after(() => log.close());
  const { sql, close } = connectDatabase({ ...options, maxConnections: 1 });
  context.after(close);
  for (const [topic, count] of [
    ['mixed', 50],
    ['old', 120],
  ] as const) {
    await log.ensureTopic(topic, 1);
    for (let n = 0; n < count; n += 1) await log.append(topic, [{ key: null, value: Buffer.from('a') }]);
  }
  const age = (topic: string, hours: number, from: number, to: number) => sql`
    update event_log.batch set appended_at = now() - make_interval(hours => ${hours})
    where topic_id = (select id from event_log.topic where name = ${topic})
      and last_offset between ${from} and ${to}`;
  const starts = async () => [await log.startOffsets('mixed'), await log.startOffsets('old')];

  const deleteOlder = async (hours: number) => {
    await prepareEventLog(options.url, hours * hourMs);
    return deleteOverdue(sql);
  };
  assert.equal(await deleteOlder(1), 0);
  await age('mixed', 3, 0, 29);
  // Behind one that is kept, as after a clock was set back.
  await age('mixed', 3, 35, 39);
  await age('old', 3, 0, 119);
  assert.equal(await deleteOlder(4), 0);
  assert.equal(await deleteOlder(0), 0);
  assert.equal(await deleteOlder(2), 130);
  assert.deepEqual(await starts(), [[30n], [100n]]);
  const sweeping = await openPostgresEventLog({ ...options, retentionMs: 2 * hourMs });
  context.after(() => sweeping.close());
  await waitFor('the rest to go', async () => (await log.startOffsets('old'))[0] === 119n);
  assert.deepEqual(await starts(), [[30n], [119n]]);
  assert.deepEqual(await log.endOffsets('old'), [120n]);
});
