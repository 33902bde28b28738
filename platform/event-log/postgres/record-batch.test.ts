import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NewRecord } from '../event-log.ts';
import { packRecords, toEncodedRecord, unpackRecords } from './record-batch.ts';

const place = { topic: 'T', partition: 3, firstOffset: 40n };

function unpack(packed: Buffer, fromOffset = place.firstOffset) {
  return unpackRecords(packed, place, fromOffset).map(({ offset, key, value, headers, timestampMs }) => ({
    offset,
    key,
    value: Buffer.from(value).toString(),
    headers,
    timestampMs,
  }));
}

function record(value: string, headers?: Record<string, string>, key: string | null = 'k'): NewRecord {
  return { key, value: Buffer.from(value), timestampMs: 1.5, ...(headers && { headers }) };
}

test('records come back as they were, whatever their headers have in common', () => {
  const long = 'ø'.repeat(70_000);
  const records = [
    record('first', { id: '1', type: 'a', more: '' }),
    record('', { id: '2', type: 'a', more: '' }, null),
    record('the same', { id: '1', type: 'a', more: '' }, ''),
    record('long', { id: long, type: '', more: 'm'.repeat(127) }),
    record('another order', { type: 'a', id: '1', more: '' }),
    record('other names', { id: '3', kind: '{"' }),
    record('none'),
  ];
  assert.deepEqual(
    unpack(packRecords(records.map(toEncodedRecord))),
    records.map(({ key, value, headers = {}, timestampMs }, index) => ({
      offset: place.firstOffset + BigInt(index),
      key,
      value: Buffer.from(value).toString(),
      headers,
      timestampMs,
    })),
  );
});

test('a batch is read from an offset on, and a first record without headers stands for none', () => {
  const packed = packRecords([record('a'), record('b', { id: '1' }), record('c')].map(toEncodedRecord));
  assert.deepEqual(
    unpack(packed, 41n).map(({ offset, headers }) => ({ offset, headers })),
    [
      { offset: 41n, headers: { id: '1' } },
      { offset: 42n, headers: {} },
    ],
  );
});

test('batches of the first format are read', () => {
  const headers = Buffer.from('{"id":"1"}');
  const fixed = Buffer.alloc(20);
  fixed.writeDoubleLE(7, 0);
  fixed.writeInt32LE(1, 8);
  fixed.writeInt32LE(2, 12);
  fixed.writeInt32LE(headers.length, 16);
  const one = Buffer.concat([fixed, Buffer.from('kvv'), headers]);
  assert.deepEqual(unpack(Buffer.concat([Buffer.of(1), one, one])), [
    { offset: 40n, key: 'k', value: 'vv', headers: { id: '1' }, timestampMs: 7 },
    { offset: 41n, key: 'k', value: 'vv', headers: { id: '1' }, timestampMs: 7 },
  ]);
});

test('a format that is not known is refused', () => {
  assert.throws(() => unpack(Buffer.of(9)), TypeError);
});
