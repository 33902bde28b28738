import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overdue, settlesWithin, within } from './within.ts';

const longMs = 60_000;
const never = new Promise<never>(() => {});

test('work that is done in time gives its value or its error', async () => {
  assert.equal(await within(Promise.resolve('done'), longMs), 'done');
  await assert.rejects(within(Promise.reject(new Error('failed')), longMs), { message: 'failed' });
});

test('work that takes longer is overdue, and its later failure is nobody else’s', async () => {
  const work = Promise.withResolvers<void>();
  assert.equal(await within(work.promise, 5), overdue);
  work.reject(new Error('too late'));
});

test('work settles with a value or an error', async () => {
  assert.equal(await settlesWithin(Promise.resolve(), longMs), true);
  assert.equal(await settlesWithin(Promise.reject(new Error('failed')), longMs), true);
  assert.equal(await settlesWithin(never, 5), false);
});
