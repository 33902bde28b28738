import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Partitioners } from 'kafkajs';
import { choosePartitions, murmur2, partitionOf } from './partitioner.ts';

/** From the tests of Kafka's own client. */
const hashes: Record<string, number> = {
  '21': -973932308,
  foobar: -790332482,
  'a-little-bit-long-string': -985981536,
  'a-little-bit-longer-string': -1486304829,
  lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
  abc: 479470107,
};

for (const [text, hash] of Object.entries(hashes)) {
  test(`"${text}" has the hash that Kafka gives it`, () => {
    assert.equal(murmur2(Buffer.from(text)), hash);
  });
}

test('a key has one partition, whatever the sign of its hash', () => {
  // Kafka clears the sign: -973,932,308 becomes 1,173,551,340.
  assert.equal(partitionOf('21', 10), 0);
  assert.equal(partitionOf('abc', 10), 7);
});

test('a key has the partition that another client of Kafka gives it', () => {
  const choose = Partitioners.DefaultPartitioner();
  const keys = ['', 'a', 'é', 'ключ', '日本精工', ...Object.keys(hashes)];
  for (const count of [1, 2, 7, 64]) {
    const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
      partitionId,
      leader: 0,
      partitionErrorCode: 0,
      replicas: [],
      isr: [],
    }));
    for (const key of keys) {
      const message = { key: Buffer.from(key), value: null };
      assert.equal(partitionOf(key, count), choose({ topic: 'any', partitionMetadata, message }), key);
    }
  }
});

test('records without a key stay together', () => {
  const chosen = choosePartitions([{ key: null }, { key: 'abc' }, { key: null }], 10);
  assert.equal(chosen[0], chosen[2]);
  assert.equal(chosen[1], partitionOf('abc', 10));
});
