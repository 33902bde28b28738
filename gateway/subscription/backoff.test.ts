import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffMs } from './backoff.ts';

test('waits twice as long after each failure, up to five seconds', () => {
  const waits = [1, 2, 3, 4, 20].map((failures) => backoffMs(failures, () => 0));
  assert.deepEqual(waits, [50, 100, 200, 400, 5_000]);
});

test('waits up to half of that less by chance', () => {
  assert.equal(
    backoffMs(2, () => 1),
    50,
  );
});
