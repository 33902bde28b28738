import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retry } from './retry.ts';

const isTransient = (error: unknown) => error instanceof RangeError;

/** Work that fails so many times with an error. */
function failTimes(times: number, error: Error) {
  let attempts = 0;
  const work = async () => {
    attempts += 1;
    if (attempts <= times) throw error;
    return attempts;
  };
  return { work, attempts: () => attempts };
}

test('work is repeated until it succeeds', async () => {
  const { work } = failTimes(2, new RangeError('away'));
  assert.equal(await retry(work, { waitsMs: [1, 1, 1], isTransient }), 3);
});

test('the last error is thrown after all waits', async () => {
  const { work, attempts } = failTimes(9, new RangeError('away'));
  await assert.rejects(retry(work, { waitsMs: [1, 1], isTransient }), { message: 'away' });
  assert.equal(attempts(), 3);
});

test('an error that is not transient is thrown at once', async () => {
  const { work, attempts } = failTimes(1, new TypeError('wrong'));
  await assert.rejects(retry(work, { waitsMs: [1], isTransient }), { message: 'wrong' });
  assert.equal(attempts(), 1);
});

test('an abort during a wait ends the attempts', async () => {
  const { work, attempts } = failTimes(9, new RangeError('away'));
  const ending = new AbortController();
  const ended = retry(work, { waitsMs: [60_000], isTransient, signal: ending.signal });
  setImmediate(() => ending.abort());
  await assert.rejects(ended, { name: 'AbortError' });
  assert.equal(attempts(), 1);
});
