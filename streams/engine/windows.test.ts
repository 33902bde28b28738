import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LocalRun } from './local-run.ts';
import { bigintSerde, textSerde, windowedSerde } from './serde.ts';
import { createTopic, isOutputOf } from './topic.ts';
import { TopologyBuilder } from './topology-builder.ts';
import { hoppingWindows, slidingWindows, tumblingWindows, type Windows } from './windows.ts';

interface Payment {
  readonly key: string | null;
  readonly value: bigint;
  readonly timestampMs: number;
}

const payments = createTopic('payments', textSerde, bigintSerde);
const sums = createTopic('sums', windowedSerde(textSerde), bigintSerde);

const anyPayments = fc.array(
  fc.record({
    key: fc.constantFrom('a', 'b'),
    value: fc.bigInt(1n, 1_000n),
    timestampMs: fc.integer({ min: 0, max: 400 }),
  }),
  { maxLength: 60 },
);

/** Sums by key and window. */
function startSums(windows: Windows, isSuppressed = false): LocalRun {
  const builder = new TopologyBuilder();
  const table = builder
    .stream(payments)
    .groupByKey()
    .windowedBy(windows)
    .sum({ store: 'sums-by-window', of: (value) => value });
  const shown = isSuppressed ? table.suppressUntilWindowCloses({ store: 'open-windows' }) : table;
  shown.toStream().to(sums);
  return new LocalRun(builder.build());
}

function feed(run: LocalRun, records: readonly Payment[]) {
  return records.flatMap((record) =>
    run.process(payments, record).map((output) => {
      assert.ok(isOutputOf(output, sums) && output.key !== null);
      const { key, startMs, endMs } = output.key;
      return { key, startMs, endMs, sum: output.value, timestampMs: output.timestampMs };
    }),
  );
}

const dropsOf = (run: LocalRun) => run.report().find(({ operator }) => operator === 'sums-by-window');

describe('windows', () => {
  test('a tumbling window emits its sum with every record, with the largest time in it', () => {
    const run = startSums(tumblingWindows({ sizeMs: 5_000, graceMs: 1_000 }));
    const results = feed(run, [
      { key: 'a', value: 3n, timestampMs: 4_000 },
      { key: 'a', value: 4n, timestampMs: 1_000 },
      { key: 'a', value: 5n, timestampMs: 5_000 },
    ]);
    assert.deepEqual(results, [
      { key: 'a', startMs: 0, endMs: 5_000, sum: 3n, timestampMs: 4_000 },
      { key: 'a', startMs: 0, endMs: 5_000, sum: 7n, timestampMs: 4_000 },
      { key: 'a', startMs: 5_000, endMs: 10_000, sum: 5n, timestampMs: 5_000 },
    ]);
  });

  test('a window takes records until stream time reaches its end and grace', () => {
    const run = startSums(tumblingWindows({ sizeMs: 5_000, graceMs: 1_000 }));
    feed(run, [{ key: 'other', value: 1n, timestampMs: 5_999 }]);
    assert.equal(feed(run, [{ key: 'a', value: 1n, timestampMs: 4_999 }]).length, 1);
    feed(run, [{ key: 'other', value: 1n, timestampMs: 6_000 }]);
    assert.equal(feed(run, [{ key: 'a', value: 1n, timestampMs: 4_999 }]).length, 0);
    assert.equal(dropsOf(run)?.late, 1);
  });

  test('a record is late once for each hopping window that is over', () => {
    const run = startSums(hoppingWindows({ sizeMs: 100, advanceMs: 25, graceMs: 0 }));
    feed(run, [{ key: 'a', value: 1n, timestampMs: 1_050 }]);
    assert.equal(feed(run, [{ key: 'a', value: 1n, timestampMs: 1_000 }]).length, 2);
    assert.equal(dropsOf(run)?.late, 2);
  });

  test('a record without a key is counted, and does not move stream time', () => {
    const run = startSums(tumblingWindows({ sizeMs: 10, graceMs: 0 }));
    feed(run, [{ key: null, value: 1n, timestampMs: 9_000 }]);
    assert.equal(feed(run, [{ key: 'a', value: 1n, timestampMs: 5 }]).length, 1);
    assert.deepEqual([dropsOf(run)?.nullKey, dropsOf(run)?.streamTimeMs], [1, 5]);
  });

  test('with enough grace, hopping windows sum the records in them, in any order', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(anyPayments, sizes, (records, [one, other]) => {
        const [advanceMs, sizeMs] = one < other ? [one, other] : [other, one];
        const results = feed(startSums(hoppingWindows({ sizeMs, advanceMs, graceMs: 1_000 })), records);
        for (const [, { key, startMs, endMs, sum, timestampMs }] of lastByWindow(results)) {
          const inside = records.filter(
            (r) => r.key === key && r.timestampMs >= startMs && r.timestampMs < endMs,
          );
          assert.equal(sum, sumOf(inside));
          assert.equal(timestampMs, Math.max(...inside.map((r) => r.timestampMs)));
          assert.equal(startMs % advanceMs, 0);
        }
      }),
    );
  });

  test('with enough grace, sliding windows sum the records in them, and every record ends one', () => {
    fc.assert(
      fc.property(anyPayments, fc.integer({ min: 1, max: 60 }), (records, differenceMs) => {
        const later = records.map((record) => ({ ...record, timestampMs: record.timestampMs + 1_000 }));
        const windows = lastByWindow(
          feed(startSums(slidingWindows({ differenceMs, graceMs: 1_000 })), later),
        );
        for (const [, { key, startMs, endMs, sum }] of windows) {
          const inside = later.filter(
            (r) => r.key === key && r.timestampMs >= startMs && r.timestampMs <= endMs,
          );
          assert.equal(sum, sumOf(inside));
        }
        for (const { key, timestampMs } of later)
          assert.ok(windows.has(`${key} ${timestampMs - differenceMs}`));
      }),
    );
  });

  test('suppression gives each closed window once, with its last sum, in the order of the ends', () => {
    const anyWindows = fc.constantFrom<Windows>(
      tumblingWindows({ sizeMs: 20, graceMs: 0 }),
      tumblingWindows({ sizeMs: 20, graceMs: 15 }),
      hoppingWindows({ sizeMs: 30, advanceMs: 10, graceMs: 5 }),
    );
    fc.assert(
      fc.property(anyPayments, anyWindows, (records, windows) => {
        const closing = [...records, { key: 'end', value: 1n, timestampMs: 10_000 }];
        const updates = feed(startSums(windows), closing).filter(({ key }) => key !== 'end');
        const finals = feed(startSums(windows, true), closing);
        assert.deepEqual(new Map(finals.map((final) => [placeOf(final), final])), lastByWindow(updates));
        assert.equal(new Set(finals.map(placeOf)).size, finals.length);
        for (const [index, final] of finals.entries()) {
          // Late keys of an earlier window cannot appear: it would have been closed.
          if (index > 0) assert.ok((finals[index - 1]?.endMs ?? 0) <= final.endMs);
        }
      }),
    );
  });

  test('sizes that do not make a window are refused', () => {
    assert.throws(() => tumblingWindows({ sizeMs: 0, graceMs: 0 }), {
      message: 'sizeMs must be a whole number of milliseconds of at least 1, not 0.',
    });
    assert.throws(() => hoppingWindows({ sizeMs: 10, advanceMs: 11, graceMs: 0 }), {
      message: 'advanceMs must be a whole number of milliseconds from 1 to 10, not 11.',
    });
    assert.throws(() => slidingWindows({ differenceMs: 1, graceMs: -1 }), { name: 'TopologyError' });
  });
});

interface WindowSum {
  readonly key: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly sum: bigint | null;
  readonly timestampMs: number;
}

const placeOf = ({ key, startMs }: WindowSum) => `${key} ${startMs}`;
const lastByWindow = (results: readonly WindowSum[]) =>
  new Map(results.map((result) => [placeOf(result), result]));
const sumOf = (records: readonly Payment[]) => records.reduce((sum, { value }) => sum + value, 0n);
