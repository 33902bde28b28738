import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LocalRun } from './local-run.ts';
import { bigintSerde, integerSerde, textSerde } from './serde.ts';
import { createTopic, decodeRecord, encodeRecord, isOutputOf } from './topic.ts';
import { TopologyBuilder } from './topology-builder.ts';

interface Account {
  readonly country: string;
  readonly balanceMinor: bigint;
}

const amounts = createTopic('amounts', textSerde, bigintSerde);
const sums = createTopic('sums', textSerde, bigintSerde);
const counts = createTopic('counts', textSerde, integerSerde);

const anyAmounts = fc.array(
  fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    value: fc.bigInt(-100n, 100n),
    timestampMs: fc.nat(1_000),
  }),
);

describe('a topology', () => {
  test('adds up by key', () => {
    const builder = new TopologyBuilder();
    builder
      .stream(amounts)
      .groupByKey()
      .sum({ store: 'by-key', of: (value) => value })
      .toStream()
      .to(sums);
    const run = new LocalRun(builder.build());
    const feed = (key: string | null, value: bigint | null, timestampMs: number) =>
      run
        .process(amounts, { key, value, timestampMs })
        .map(({ key, value, timestampMs }) => [key, value, timestampMs]);
    assert.deepEqual(feed('a', 2n, 10), [['a', 2n, 10]]);
    assert.deepEqual(feed('a', 3n, 5), [['a', 5n, 10]]);
    assert.deepEqual([...feed(null, 1n, 20), ...feed('a', null, 20)], []);
    const report = run.report().find(({ operator }) => operator === 'by-key');
    assert.deepEqual([report?.nullKey, report?.nullValue], [1, 1]);
  });

  test('is cut at its repartitions, and the partitions together make the whole', () => {
    const builder = new TopologyBuilder();
    const through = createTopic('by-parity', textSerde, bigintSerde);
    builder
      .stream(amounts)
      .filterPresent()
      .groupBy((_key, value) => (value % 2n === 0n ? 'even' : 'odd'), through)
      .count({ store: 'counts-by-parity' })
      .toStream()
      .to(counts);
    const topology = builder.build();
    assert.deepEqual(
      topology.subtopologies.map(({ sources, sinks }) =>
        [sources, sinks].map((topics) => topics.map(({ name }) => name)),
      ),
      [
        [['amounts'], ['by-parity']],
        [['by-parity'], ['counts']],
      ],
    );
    assert.deepEqual(topology.internalTopics, [through]);

    fc.assert(
      fc.property(anyAmounts, (records) => {
        const latest = new Map<string | null, number | null>();
        const [reading, counting] = topology.subtopologies;
        const counters = [0, 1].map(() =>
          counting?.createTask((result) => {
            assert.ok(isOutputOf(result, counts));
            latest.set(result.key, result.value);
          }),
        );
        const readers = [0, 1].map(() =>
          reading?.createTask((output) => {
            // Through the log as text, to the partition that owns the key.
            const moved = decodeRecord(through, encodeRecord(output));
            counters[moved.key === 'even' ? 0 : 1]?.inputOf(through)?.receive(moved);
          }),
        );
        for (const record of records) readers[record.key < 'c' ? 0 : 1]?.inputOf(amounts)?.receive(record);
        const evens = records.filter(({ value }) => value % 2n === 0n).length;
        assert.equal(latest.get('even') ?? 0, evens);
        assert.equal(latest.get('odd') ?? 0, records.length - evens);
      }),
    );
  });

  test('regroups a table: a row that moves leaves its old group', () => {
    const accountSerde = {
      toText: ({ country, balanceMinor }: Account) => `${country} ${balanceMinor}`,
      fromText: (text: string): Account => {
        const [country = '', balance = '0'] = text.split(' ');
        return { country, balanceMinor: BigInt(balance) };
      },
    };
    const accounts = createTopic('accounts', textSerde, accountSerde);
    const builder = new TopologyBuilder();
    builder
      .table(accounts, { store: 'accounts-by-id' })
      .groupBy(
        (_id, { country, balanceMinor }) => [country, balanceMinor],
        createTopic('by-country', textSerde, bigintSerde),
      )
      .sum({ store: 'balance-by-country', of: (value) => value })
      .toStream()
      .to(sums);
    const topology = builder.build();
    const updates = fc.array(
      fc.record({
        id: fc.constantFrom('1', '2', '3'),
        account: fc.option(
          fc.record({ country: fc.constantFrom('FR', 'DE'), balanceMinor: fc.bigInt(-50n, 50n) }),
        ),
      }),
    );
    fc.assert(
      fc.property(updates, (records) => {
        const run = new LocalRun(topology);
        const rows = new Map<string, Account>();
        const balances = new Map<unknown, unknown>();
        records.forEach(({ id, account }, timestampMs) => {
          if (account === null) rows.delete(id);
          else rows.set(id, account);
          for (const { key, value } of run.process(accounts, { key: id, value: account, timestampMs })) {
            balances.set(key, value);
          }
          for (const country of ['FR', 'DE']) {
            const there = [...rows.values()].filter((row) => row.country === country);
            assert.equal(
              balances.get(country) ?? 0n,
              there.reduce((sum, row) => sum + row.balanceMinor, 0n),
            );
          }
        });
      }),
    );
  });

  test('gives a merged stream and a shared stream one state each', () => {
    const builder = new TopologyBuilder();
    const refunds = createTopic('refunds', textSerde, bigintSerde);
    const both = builder.stream(amounts).merge(builder.stream(refunds).mapValues((value) => value && -value));
    const table = both.groupByKey().sum({ store: 'by-key', of: (value) => value });
    table.toStream().to(sums);
    table
      .filter((_key, value) => value > 5n)
      .mapValues(Number)
      .toStream()
      .to(counts);
    const topology = builder.build();
    assert.equal(topology.subtopologies.length, 1);
    const run = new LocalRun(topology);
    const shown = (topic: typeof amounts, value: bigint) =>
      run
        .process(topic, { key: 'a', value, timestampMs: 1 })
        .map(({ topic: { name }, value }) => [name, value]);
    assert.deepEqual(shown(amounts, 7n), [
      ['sums', 7n],
      ['counts', 7],
    ]);
    assert.deepEqual(shown(refunds, 3n), [
      ['sums', 4n],
      ['counts', null],
    ]);
    assert.deepEqual(shown(refunds, 1n), [['sums', 3n]]);
  });

  test('that is contradictory is refused while it is built', () => {
    const builder = new TopologyBuilder();
    assert.throws(() => builder.build(), { message: /reads no topic/ });
    const stream = builder.stream(amounts);
    assert.throws(() => builder.stream(amounts), { message: /"amounts" is taken/ });
    assert.throws(() => stream.selectKey(() => 'all').groupByKey(), {
      message: /put repartition\(\) before/,
    });
    stream.groupByKey().count({ store: 'counts-by-key' });
    assert.throws(() => stream.groupByKey().count({ store: 'counts-by-key' }), { name: 'TopologyError' });
  });
});
