import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import type { KafkaMessage } from 'kafkajs';
import { readWireRecords } from './read-wire-records.ts';
import { toLogRecords } from './to-log-records.ts';

const require = createRequire(import.meta.url);

interface Encoder {
  readonly buffer: Buffer;
}

/** kafkajs's own writers, and the reader that it loads after ours have taken their places. */
const writeRecord = require('kafkajs/src/protocol/recordBatch/record/v0') as (record: object) => Encoder;
const { RecordBatch: writeBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: object) => Promise<Encoder>;
};
const Decoder = require('kafkajs/src/protocol/decoder') as new (buffer: Buffer) => object;
const { Types } = require('kafkajs/src/protocol/message/compression') as { Types: Record<string, number> };

before(readWireRecords);

async function read(batches: readonly Buffer[]): Promise<readonly KafkaMessage[]> {
  const decode = require('kafkajs/src/protocol/requests/fetch/v4/decodeMessages') as (
    decoder: object,
  ) => Promise<readonly KafkaMessage[]>;
  const bytes = Buffer.concat(batches);
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return decode(new Decoder(Buffer.concat([length, bytes])));
}

async function write(firstOffset: bigint, compression = Types['None']): Promise<Buffer> {
  const records = [
    { key: Buffer.from('ключ'), value: Buffer.from([0, 255]), headers: { id: 'é-1', empty: '' } },
    { key: null, value: Buffer.from('x'.repeat(300)), headers: { id: 'é-1', empty: 'no' } },
    { key: Buffer.alloc(0), value: Buffer.alloc(0) },
  ].map((record, nth) => writeRecord({ ...record, offsetDelta: nth * 100, timestampDelta: 1_000 * nth }));
  const batch = {
    firstOffset,
    firstTimestamp: 1_700_000_000_000,
    lastOffsetDelta: 200,
    records,
    compression,
  };
  return (await writeBatch(batch)).buffer;
}

async function readRecords(batches: readonly Buffer[], fromOffset = 0n) {
  const records = toLogRecords({ topic: 'T', partition: 1 }, await read(batches), fromOffset);
  return records.map(({ offset, key, value, headers, timestampMs }) => ({
    offset,
    key,
    value: Buffer.from(value).toString('latin1'),
    headers,
    timestampMs,
  }));
}

function written(firstOffset: bigint) {
  const timestampMs = 1_700_000_000_000;
  return [
    { key: 'ключ', value: '\0ÿ', headers: { id: 'é-1', empty: '' }, timestampMs },
    {
      key: null,
      value: 'x'.repeat(300),
      headers: { id: 'é-1', empty: 'no' },
      timestampMs: timestampMs + 1_000,
    },
    { key: '', value: '', headers: {}, timestampMs: timestampMs + 2_000 },
  ].map((record, nth) => ({ offset: firstOffset + 100n * BigInt(nth), ...record }));
}

test('records of several batches are read as they were written, compressed or not', async () => {
  const large = 2n ** 53n;
  const batches = [await write(5n), await write(1_000n, Types['GZIP']), await write(large)];
  assert.deepEqual(await readRecords(batches), [...written(5n), ...written(1_000n), ...written(large)]);
});

test('records before an offset are left out', async () => {
  assert.deepEqual(await readRecords([await write(5n)], 105n), written(5n).slice(1));
});

test('a batch that is cut off is left for the next fetch', async () => {
  const cut = (await write(1_000n)).subarray(0, -1);
  assert.deepEqual(await readRecords([await write(5n), cut]), written(5n));
  assert.deepEqual(await readRecords([await write(5n), cut.subarray(0, 60)]), written(5n));
});
