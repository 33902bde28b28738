import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { EventLog } from '#platform/event-log/event-log.ts';
import { type RelayBatchOptions, relayBatch } from '#platform/outbox/relay-batch.ts';
import { createTestOutbox, type TestOutbox } from '../testing/test-outbox.ts';

let outbox: TestOutbox;
before(async () => {
  outbox = await createTestOutbox();
});
after(() => outbox.close());

const never = new AbortController().signal;

const optionsFor = (topic: string, changes: Partial<RelayBatchOptions> = {}): RelayBatchOptions => ({
  sql: outbox.database.sql,
  outbox: 'billing.outbox',
  log: outbox.log,
  topic,
  batchSize: 100,
  appendTimeoutMs: 5_000,
  ...changes,
});

/** The log with another `append`. */
const logThat = (append: EventLog['append']): EventLog => ({ ...outbox.log, append });

test('sends key, value, headers and time unchanged, and empties the outbox', async () => {
  await outbox.log.ensureTopic('whole', 2);
  await outbox.write('Öztürk', 'text');
  const [written] = await outbox.database.sql<{ event_id: string; occurred_at: string }[]>`
    select event_id, occurred_at from billing.outbox`;
  assert.deepEqual(await relayBatch(optionsFor('whole'), never), {
    kind: 'relayed',
    count: 1,
    isFull: false,
  });
  const [record] = await outbox.readAll('whole');
  assert.equal(record?.key, 'Öztürk');
  assert.equal(Buffer.from(record?.value ?? []).toString(), 'text');
  assert.deepEqual(record?.headers, { ce_id: written?.event_id });
  assert.equal(record?.timestampMs, Date.parse(written?.occurred_at ?? ''));
  assert.equal(await outbox.countWaiting(), 0);
});

test('takes at most one batch, and reports that more may wait', async () => {
  await outbox.log.ensureTopic('batches', 1);
  for (const text of ['1', '2', '3']) await outbox.write('a', text);
  const options = optionsFor('batches', { batchSize: 2 });
  assert.deepEqual(await relayBatch(options, never), { kind: 'relayed', count: 2, isFull: true });
  assert.deepEqual(await relayBatch(options, never), { kind: 'relayed', count: 1, isFull: false });
});

test('takes no more messages after many bytes, and reports that more may wait', async () => {
  await outbox.log.ensureTopic('large', 1);
  for (const text of ['1234', '5', '67']) await outbox.write('a', text);
  const options = optionsFor('large', { maxBytes: 5 });
  assert.deepEqual(await relayBatch(options, never), { kind: 'relayed', count: 2, isFull: true });
  assert.deepEqual(await relayBatch(options, never), { kind: 'relayed', count: 1, isFull: false });
});

test('stands by while another relay is at work', async () => {
  await outbox.log.ensureTopic('standby', 1);
  await outbox.write('a', 'once');
  const seen: unknown[] = [];
  const log = logThat(async (...given) => {
    seen.push(await relayBatch(optionsFor('standby'), never));
    return outbox.log.append(...given);
  });
  await relayBatch(optionsFor('standby', { log }), never);
  assert.deepEqual(seen, [{ kind: 'standby' }]);
  assert.equal((await outbox.readAll('standby')).length, 1);
});

test('keeps messages that the log refused or did not take in time', async () => {
  await outbox.log.ensureTopic('kept', 1);
  await outbox.write('a', 'kept');
  const refusal = new Error('refused');
  const refusing = logThat(() => Promise.reject(refusal));
  await assert.rejects(relayBatch(optionsFor('kept', { log: refusing }), never), refusal);
  const silent = logThat((_topic, _records, signal) => {
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  });
  const hasty = optionsFor('kept', { log: silent, appendTimeoutMs: 20 });
  await assert.rejects(relayBatch(hasty, never), { name: 'TimeoutError' });
  assert.equal(await outbox.countWaiting(), 1);
  await relayBatch(optionsFor('kept'), never);
});

test('a relay whose connection dies after the append leaves the message to the next, under the same event id', async () => {
  await outbox.log.ensureTopic('cut-off', 1);
  await outbox.write('a', 'twice');
  const cutOff = logThat(async (...given) => {
    const positions = await outbox.log.append(...given);
    await outbox.database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where state = 'idle in transaction' and datname = current_database()`;
    return positions;
  });
  await assert.rejects(relayBatch(optionsFor('cut-off', { log: cutOff }), never));
  assert.equal(await outbox.countWaiting(), 1);
  await relayBatch(optionsFor('cut-off'), never);
  const ids = (await outbox.readAll('cut-off')).map(({ headers }) => headers['ce_id']);
  assert.equal(ids.length, 2);
  assert.equal(new Set(ids).size, 1);
  assert.equal(await outbox.countWaiting(), 0);
});
