import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toLatencySummary } from './latency-summary.ts';

/** The counts of 15 buckets: up to 1 ms, 2.5, 5, 10, 25, 50, 100, 250, 500, 1,000, 2,500, 5,000, 10,000, 30,000 and beyond. */
function bucketsOf(counts: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: 15 }, (_, index) => counts[index] ?? 0);
}

test('requests of one bucket are spread evenly over it', () => {
  assert.deepEqual(toLatencySummary(bucketsOf({ 6: 100 })), { p50Ms: 75, p95Ms: 97.5, p99Ms: 99.5 });
  assert.deepEqual(toLatencySummary(bucketsOf({ 0: 10 })), { p50Ms: 0.5, p95Ms: 0.95, p99Ms: 0.99 });
});

test('a percentile lies in the bucket that its rank falls into', () => {
  const summary = toLatencySummary(bucketsOf({ 3: 90, 9: 8, 13: 2 }));
  assert.ok(summary && summary.p50Ms > 5 && summary.p50Ms <= 10);
  assert.ok(summary.p95Ms > 500 && summary.p95Ms <= 1_000);
  assert.ok(summary.p99Ms > 10_000 && summary.p99Ms <= 30_000);
});

test('requests beyond the last bound count as that bound, and without requests there is no summary', () => {
  assert.deepEqual(toLatencySummary(bucketsOf({ 14: 3 })), { p50Ms: 30_000, p95Ms: 30_000, p99Ms: 30_000 });
  assert.equal(toLatencySummary([]), null);
  assert.equal(toLatencySummary(bucketsOf({})), null);
});
