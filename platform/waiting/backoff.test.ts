import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBackoffMs } from './backoff.ts';

const bounds = { firstMs: 100, maxMs: 5_000 };

test('the wait doubles with each failure up to its maximum', () => {
  const waits = [0, 1, 2, 3, 6, 7, 5_000].map((failures) => toBackoffMs(failures, bounds, () => 0));
  assert.deepEqual(waits, [100, 100, 200, 400, 3_200, 5_000, 5_000]);
});

test('chance takes off at most a half', () => {
  assert.equal(
    toBackoffMs(3, bounds, () => 1),
    200,
  );
  for (let times = 0; times < 100; times++) {
    const waitMs = toBackoffMs(3, bounds);
    assert.ok(waitMs > 200 && waitMs <= 400, String(waitMs));
  }
});
