import assert from 'node:assert/strict';
import { waitFor } from '#platform/testing/wait-for.ts';
import { maxRecordBytes } from '../../limits.ts';
import { partitionOf } from '../../partitioner.ts';
import { type Cases, numbered, textsOf } from './bench.ts';

/** What appending promises. */
export const appendCases: Cases = {
  'a record is read as it was appended': async (bench) => {
    const topic = await bench.createTopic(1);
    const sent = [
      {
        key: 'ключ',
        value: Buffer.from([0, 255, 10]),
        headers: { ce_id: 'é-1', empty: '' },
        timestampMs: 1_000,
      },
      { key: null, value: Buffer.alloc(0) },
    ];
    const before = Date.now();
    const positions = await bench.log().append(topic, sent);
    assert.deepEqual(positions, [
      { partition: 0, offset: 0n },
      { partition: 0, offset: 1n },
    ]);
    const { records, subscription } = await bench.collect(topic);
    await waitFor('the records', () => records.length === 2);
    await subscription.close();
    const [first, second] = records;
    assert.deepEqual(
      {
        topic: first?.topic,
        partition: first?.partition,
        offset: first?.offset,
        key: first?.key,
        value: Buffer.from(first?.value ?? ''),
        headers: first?.headers,
        timestampMs: first?.timestampMs,
      },
      { ...sent[0], topic, partition: 0, offset: 0n },
    );
    assert.deepEqual([second?.key, second?.value.length, second?.headers], [null, 0, {}]);
    assert.ok((second?.timestampMs ?? 0) >= before && (second?.timestampMs ?? 0) <= Date.now());
  },

  'records with one key keep their order and their partition, which is where Kafka puts them': async (
    bench,
  ) => {
    const topic = await bench.createTopic(4);
    const sent = numbered(3000, { keys: 50 });
    const positions = [
      ...(await bench.log().append(topic, sent.slice(0, 2000))),
      ...(await bench.log().append(topic, sent.slice(2000))),
    ];
    const { records, subscription } = await bench.collect(topic);
    await waitFor('the records', () => records.length === sent.length);
    await subscription.close();
    for (let key = 0; key < 50; key += 1) {
      const ofKey = records.filter((record) => record.key === `key-${key}`);
      assert.deepEqual(textsOf(ofKey), textsOf(sent.filter((record) => record.key === `key-${key}`)));
      assert.ok(ofKey.every(({ partition }) => partition === partitionOf(`key-${key}`, 4)));
    }
    const readAt = new Map(records.map((record) => [Buffer.from(record.value).toString(), record]));
    sent.forEach((record, index) => {
      const { partition, offset } = readAt.get(Buffer.from(record.value).toString()) ?? {};
      assert.deepEqual({ partition, offset }, positions[index]);
    });
  },

  'more than fits into one batch can be appended at once': async (bench) => {
    const topic = await bench.createTopic(1);
    const sent = numbered(40).map((record, n) => ({ ...record, value: Buffer.alloc(100_000, n) }));
    await bench.log().append(topic, sent);
    const { records, subscription } = await bench.collect(topic);
    await waitFor('the records', () => records.length === sent.length);
    await subscription.close();
    assert.deepEqual(
      records.map(({ value }) => value[0]),
      sent.map((_, n) => n),
    );
  },

  'writers at the same time lose nothing and keep the order of each': async (bench) => {
    const topic = await bench.createTopic(3);
    const logs = [bench.log(), await bench.openLog(), await bench.openLog()];
    await Promise.all(
      logs.map(async (log, writer) => {
        for (let round = 0; round < 10; round += 1) {
          await log.append(topic, numbered(30, { prefix: `${writer}-${round}`, keys: 7 }));
        }
      }),
    );
    const { records, subscription } = await bench.collect(topic);
    await waitFor('the records', () => records.length === 900);
    await subscription.close();
    assert.equal(new Set(textsOf(records)).size, 900);
    for (const [writer] of logs.entries()) {
      for (let key = 0; key < 7; key += 1) {
        const own = textsOf(records.filter((record) => record.key === `key-${key}`))
          .map((text) => text.split('-').map(Number))
          .filter(([by]) => by === writer)
          .map(([, round = 0, n = 0]) => round * 30 + n);
        assert.deepEqual(
          own,
          own.toSorted((a, b) => a - b),
        );
      }
    }
  },

  'a record that is too large is refused, and nothing of its append is written': async (bench) => {
    const topic = await bench.createTopic(1);
    const sent = [...numbered(3), { key: 'large', value: Buffer.alloc(maxRecordBytes) }];
    await assert.rejects(bench.log().append(topic, sent), {
      code: 'RECORD_TOO_LARGE',
      message: /Record 4 of 4/,
    });
    assert.deepEqual(await bench.log().endOffsets(topic), [0n]);
    await bench.log().append(topic, [{ key: 'large', value: Buffer.alloc(maxRecordBytes - 100) }]);
    assert.deepEqual(await bench.log().endOffsets(topic), [1n]);
  },

  'a topic that is not there is refused by name': async (bench) => {
    const unknown = { code: 'UNKNOWN_TOPIC', message: /"nowhere"/ };
    const nothing = { startAt: async () => 0n, onBatch: async () => {} };
    await assert.rejects(bench.log().append('nowhere', numbered(1)), unknown);
    await assert.rejects(bench.log().endOffsets('nowhere'), unknown);
    await assert.rejects(bench.log().subscribe({ topic: 'nowhere', group: 'g', ...nothing }), unknown);
  },

  'a topic keeps its partitions, whoever asks for how many, also at once': async (bench) => {
    const topic = await bench.createTopic(3);
    assert.equal(await bench.log().ensureTopic(topic, 7), 3);
    const another = `${topic}-another`;
    const logs = [await bench.openLog(), await bench.openLog()];
    assert.deepEqual(await Promise.all(logs.map((log) => log.ensureTopic(another, 2))), [2, 2]);
    assert.deepEqual(await bench.log().endOffsets(another), [0n, 0n]);
  },

  'an append whose caller gave up before it began writes nothing': async (bench) => {
    const topic = await bench.createTopic(1);
    const given = bench.log().append(topic, numbered(1), AbortSignal.abort(new Error('gave up')));
    await assert.rejects(given, /gave up/);
    assert.deepEqual(await bench.log().endOffsets(topic), [0n]);
  },

  'a closed log is not used': async (bench) => {
    const topic = await bench.createTopic(1);
    const closed = await bench.openLog();
    await closed.ping();
    await closed.close();
    await assert.rejects(closed.append(topic, numbered(1)), { code: 'LOG_CLOSED' });
    await assert.rejects(async () => closed.ping(), { code: 'LOG_CLOSED' });
  },
};
