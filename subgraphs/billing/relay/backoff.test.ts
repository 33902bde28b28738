import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBackoffMs } from './backoff.ts';

test('the wait doubles with each failure up to five seconds, and chance takes off a half at most', () => {
  const waits = [1, 2, 3, 6, 7, 1_000].map((failures) => toBackoffMs(failures, 0));
  assert.deepEqual(waits, [100, 200, 400, 3_200, 5_000, 5_000]);
  assert.equal(toBackoffMs(3, 1), 200);
});
