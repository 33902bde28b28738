import assert from 'node:assert/strict';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { LogBatch, NewRecord } from '../../event-log.ts';
import { EventLogError } from '../../event-log-error.ts';
import { type Cases, numbered, textsOf } from './bench.ts';

/** What reading promises one member. */
export const readCases: Cases = {
  'reading begins at the offset the reader gives, also in the middle of what was appended at once': async (
    bench,
  ) => {
    const topic = await bench.createTopic(1);
    await bench.log().append(topic, numbered(100));
    for (const from of [0, 1, 57, 99]) {
      const { records, subscription } = await bench.collect(topic, { startAt: async () => BigInt(from) });
      await waitFor('the records', () => records.length === 100 - from);
      await subscription.close();
      assert.deepEqual(textsOf(records), textsOf(numbered(100).slice(from)));
    }
  },

  'batches are chained, bounded, and say how much is left': async (bench) => {
    const topic = await bench.createTopic(1);
    for (let n = 0; n < 20; n += 1) await bench.log().append(topic, numbered(50, { prefix: `${n}` }));
    const batches: LogBatch[] = [];
    const { subscription } = await bench.collect(topic, {
      maxBatchBytes: 5000,
      startAt: async () => 10n,
      onBatch: async (batch) => {
        batches.push(batch);
      },
    });
    const end = (await bench.log().endOffsets(topic))[0];
    await waitFor('the last batch', () => batches.at(-1)?.nextOffset === end);
    await subscription.close();
    assert.ok(batches.length >= 4);
    let offset = 10n;
    for (const batch of batches) {
      assert.equal(batch.fromOffset, offset);
      assert.equal(batch.highWatermark, end);
      assert.equal(batch.records[0]?.offset, offset);
      offset = batch.nextOffset;
    }
  },

  'a reader that waits gets what is appended at once': async (bench) => {
    const topic = await bench.createTopic(2);
    const { records, subscription } = await bench.collect(topic);
    await bench.log().append(topic, numbered(1));
    await waitFor('the first record', () => records.length === 1);
    const tookMs: number[] = [];
    for (let count = 2; count <= 11; count += 1) {
      const appendedAt = performance.now();
      await bench.log().append(topic, numbered(1));
      await waitFor('the next record', () => records.length === count);
      tookMs.push(performance.now() - appendedAt);
    }
    // Each of them would take the half second after which the log is read anyway. The quickest does not tell of a busy machine.
    assert.ok(Math.min(...tookMs) < 400, `${tookMs.join()} ms`);
    await subscription.close();
  },

  'a reader tells while a partition of its fails, and that it goes on': async (bench) => {
    const topic = await bench.createTopic(1);
    await bench.log().append(topic, numbered(1));
    let isBroken = true;
    const { records, subscription } = await bench.collect(topic, {
      startAt: async () => {
        if (isBroken) throw new Error('The state cannot be loaded.');
        return 0n;
      },
    });
    const failure = await waitFor('the failure to be told', () =>
      subscription.ping().then(
        () => false,
        (error: unknown) => error,
      ),
    );
    assert.ok(failure instanceof EventLogError);
    assert.equal(failure.code, 'NOT_READING');
    assert.match(String(failure.cause), /The state cannot be loaded/);
    isBroken = false;
    await waitFor('the record', () => records.length === 1);
    await subscription.ping();
    await subscription.close();
    await assert.rejects(subscription.ping(), { code: 'NOT_READING' });
  },

  'groups know nothing of each other': async (bench) => {
    const topic = await bench.createTopic(2);
    const sent = numbered(200, { keys: 9 });
    const readers = await Promise.all([bench.collect(topic), bench.collect(topic)]);
    await bench.log().append(topic, sent);
    for (const { records, subscription } of readers) {
      await waitFor('the records', () => records.length === sent.length);
      await subscription.close();
    }
  },

  'a batch that fails is delivered again, from where the reader then says': async (bench) => {
    const topic = await bench.createTopic(1);
    await bench.log().append(topic, numbered(10));
    const errors: unknown[] = [];
    const seen: string[] = [];
    let starts = 0;
    const { subscription } = await bench.collect(topic, {
      startAt: async () => {
        starts += 1;
        if (starts === 2) throw new Error('no position');
        return starts === 1 ? 0n : 4n;
      },
      onBatch: async (batch) => {
        if (starts === 1) throw new Error('no batch');
        seen.push(...textsOf(batch.records));
      },
      onError: (error) => errors.push(error),
    });
    await waitFor('the rest', () => seen.length === 6);
    await subscription.close();
    assert.deepEqual(seen, textsOf(numbered(10).slice(4)));
    assert.deepEqual(
      errors.map((error) => error instanceof Error && error.message),
      ['no batch', 'no position'],
    );
  },

  'an offset that the log never gave is reported and not read from': async (bench) => {
    const topic = await bench.createTopic(1);
    await bench.log().append(topic, numbered(5));
    const codes: unknown[] = [];
    let offset = 6n;
    const { records, subscription } = await bench.collect(topic, {
      startAt: async () => offset,
      onError: (error) => codes.push(error instanceof Error && 'code' in error && error.code),
    });
    await waitFor('the report', () => codes.includes('OFFSET_OUT_OF_RANGE'));
    assert.equal(records.length, 0);
    offset = 3n;
    await waitFor('the records', () => records.length === 2);
    await subscription.close();
  },

  'a reader that comes too late goes on with the oldest record, and is told how many it lost': async (
    bench,
  ) => {
    const topic = await bench.createTopic(1);
    for (let n = 0; n < 3; n += 1) await bench.log().append(topic, numbered(10, { prefix: `${n}` }));
    await bench.server().deleteBefore(topic, 20n);
    assert.deepEqual(await bench.log().startOffsets(topic), [20n]);
    assert.deepEqual(await bench.log().endOffsets(topic), [30n]);
    const batches: LogBatch[] = [];
    const errors: unknown[] = [];
    const { subscription } = await bench.collect(topic, {
      startAt: async () => 5n,
      onBatch: async (batch) => {
        batches.push(batch);
      },
      onError: (error) => errors.push(error),
    });
    await waitFor('what is left', () => batches.at(-1)?.nextOffset === 30n);
    await bench.log().append(topic, numbered(1));
    await waitFor('what came', () => batches.at(-1)?.nextOffset === 31n);
    await subscription.close();
    const [first, ...others] = batches;
    assert.deepEqual([first?.fromOffset, first?.lostRecords, first?.records[0]?.offset], [5n, 15, 20n]);
    assert.ok(others.every(({ lostRecords }) => lostRecords === 0));
    assert.deepEqual(errors, []);
  },

  'a reader before whom records are deleted goes on behind them': async (bench) => {
    const topic = await bench.createTopic(1);
    await bench.log().append(topic, numbered(10));
    const gate = Promise.withResolvers<void>();
    const batches: LogBatch[] = [];
    const { subscription } = await bench.collect(topic, {
      onBatch: async (batch) => {
        batches.push(batch);
        await gate.promise;
      },
    });
    await waitFor('the first batch', () => batches.length === 1);
    // More than any reader reads ahead.
    const block = toLarge(numbered(10));
    for (let n = 0; n < 20; n += 1) await bench.log().append(topic, block);
    await bench.server().deleteBefore(topic, 200n);
    gate.resolve();
    await waitFor('what is left', () => batches.at(-1)?.nextOffset === 210n);
    await subscription.close();
    let offset = 0n;
    for (const { fromOffset, nextOffset, lostRecords, records } of batches) {
      assert.equal(fromOffset, offset);
      assert.equal(BigInt(lostRecords + records.length), nextOffset - fromOffset);
      offset = nextOffset;
    }
    const [lost = 0, ...others] = batches.map(({ lostRecords }) => lostRecords).filter((count) => count > 0);
    // Blocks that had been read ahead before they were deleted are delivered.
    assert.ok(lost > 0 && lost <= 190 && lost % 10 === 0, `${lost} are lost`);
    assert.deepEqual(others, []);
  },

  'a slow reader holds the log back instead of filling memory': async (bench) => {
    const topic = await bench.createTopic(1);
    const block = toLarge(numbered(10));
    for (let n = 0; n < 40; n += 1) await bench.log().append(topic, block);
    const gate = Promise.withResolvers<void>();
    let bytes = 0;
    const before = process.memoryUsage().arrayBuffers;
    const { subscription } = await bench.collect(topic, {
      maxBatchBytes: 200_000,
      onBatch: async (batch) => {
        for (const { value } of batch.records) bytes += value.length;
        await gate.promise;
      },
    });
    await waitFor('the first batch', () => bytes > 0);
    const settled = performance.now() + 500;
    await waitFor('reading ahead to end', () => performance.now() > settled);
    const held = process.memoryUsage().arrayBuffers - before;
    assert.ok(held < 12_000_000, `${held} bytes are held of 36,000,000`);
    gate.resolve();
    await waitFor('the rest', () => bytes === 36_000_000);
    await subscription.close();
  },

  'closing waits for the batch under way and delivers nothing after it': async (bench) => {
    const topic = await bench.createTopic(1);
    await bench.log().append(topic, numbered(5));
    const gate = Promise.withResolvers<void>();
    const revoked: number[] = [];
    let begun = 0;
    let ended = 0;
    const { subscription } = await bench.collect(topic, {
      onBatch: async () => {
        begun += 1;
        await gate.promise;
        ended += 1;
      },
      onRevoked: (partition) => revoked.push(partition),
    });
    await waitFor('a batch', () => begun === 1);
    await bench.log().append(topic, numbered(5));
    const closing = subscription.close();
    gate.resolve();
    await closing;
    await bench.log().append(topic, numbered(5));
    assert.deepEqual([begun, ended, revoked, subscription.partitions()], [1, 1, [0], []]);
  },

  'an aborted signal ends a subscription': async (bench) => {
    const topic = await bench.createTopic(1);
    const ending = new AbortController();
    const { records, subscription } = await bench.collect(topic, { signal: ending.signal });
    await waitFor('the partition', () => subscription.partitions().length === 1);
    ending.abort();
    await waitFor('the end', () => subscription.partitions().length === 0);
    await subscription.close();
    await bench.log().append(topic, numbered(1));
    assert.equal(records.length, 0);
  },
};

/** The same records with values of 90,000 bytes. */
function toLarge(records: readonly NewRecord[]): NewRecord[] {
  return records.map((record) => ({ ...record, value: Buffer.alloc(90_000, 'x') }));
}
