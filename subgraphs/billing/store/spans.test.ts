import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toIdsOfRun, toRuns, toShareOfSpans, toSpanOfValue, toSpansOf, toWholeSpansOf } from './spans.ts';

test('runs leave the largest gaps out', () => {
  assert.deepEqual(toRuns([], 3), []);
  assert.deepEqual(toRuns([5, 3, 4, 4], 3), [{ first: 3, last: 5 }]);
  const spans = [1, 2, 4, 9, 20, 21];
  assert.deepEqual(toRuns(spans, 1), [{ first: 1, last: 21 }]);
  assert.deepEqual(toRuns(spans, 2), [
    { first: 1, last: 9 },
    { first: 20, last: 21 },
  ]);
  assert.deepEqual(toRuns(spans, 3), [
    { first: 1, last: 4 },
    { first: 9, last: 9 },
    { first: 20, last: 21 },
  ]);
});

test('a span has 32 days from 1970, before and after it', () => {
  const [from, to] = ['1970-01-01', '1970-02-01'];
  assert.deepEqual(toSpansOf({ from, to }), { first: 0, last: 0 });
  assert.deepEqual(toWholeSpansOf({ from, to }), { first: 0, last: 0 });
  assert.deepEqual(toWholeSpansOf({ from: '1970-01-02', to: '1970-03-05' }), { first: 1, last: 1 });
  assert.deepEqual(toWholeSpansOf({ from: '1970-01-02', to: '1970-03-04' }), { first: 1, last: 0 });
  assert.equal(toSpanOfValue('1969-12-31', 'date'), -1);
  assert.equal(toSpanOfValue('1970-02-02 00:00:00.5+00', 'timestamptz'), 1);
  assert.deepEqual(toSpansOf({ from: '0001-01-01' }), { first: -22474, last: Number.POSITIVE_INFINITY });
});

test('the share of a period is that of its days', () => {
  assert.equal(toShareOfSpans({ from: '1970-01-01', to: '1970-02-01' }), 1);
  assert.equal(toShareOfSpans({ from: '1970-01-25', to: '1970-02-09' }), 16 / 64);
  assert.equal(toShareOfSpans({ to: '1970-02-01' }), 1);
});

test('a span of numbers has 16,384 of a series', () => {
  const span = toSpanOfValue('2026000000001', 'bigint');
  assert.equal(toSpanOfValue('2026000016000', 'bigint') - span, 1);
  assert.equal(toSpanOfValue('2025000000001', 'bigint') < span - 60_000, true);
});

test('the ids of a run begin with its first millisecond and end with its last', () => {
  const ids = toIdsOfRun({ first: 640, last: 641 });
  assert.deepEqual(ids, {
    first: '019bfcc0-0000-0000-0000-000000000000',
    last: '019d4656-ffff-ffff-ffff-ffffffffffff',
  });
  assert.deepEqual([toSpanOfValue(ids.first, 'uuid'), toSpanOfValue(ids.last, 'uuid')], [640, 641]);
});
