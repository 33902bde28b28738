import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RetryBudget } from './retry-budget.ts';

/** @returns how many of so many retries are allowed */
function take(budget: RetryBudget, times: number): number {
  return Array.from({ length: times }, () => budget.take()).filter(Boolean).length;
}

test('retries are a share of the requests of the last ten seconds, and a few besides', () => {
  let nowMs = 0;
  const budget = new RetryBudget({ retryPercent: 10, retriesPerSecond: 2 }, () => nowMs);
  assert.equal(take(budget, 100), 20);
  for (let request = 0; request < 500; request += 1) budget.noteRequest();
  assert.equal(take(budget, 100), 50);
  nowMs += 11_000;
  assert.equal(take(budget, 100), 20);
});

test('without a share and without a few there are no retries', () => {
  const budget = new RetryBudget({ retryPercent: 0, retriesPerSecond: 0 });
  budget.noteRequest();
  assert.equal(budget.take(), false);
});
