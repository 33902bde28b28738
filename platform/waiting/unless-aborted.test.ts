import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unlessAborted } from './unless-aborted.ts';

test('work without a signal, or with one that does not abort, gives its value', async () => {
  assert.equal(await unlessAborted(Promise.resolve(1), undefined), 1);
  assert.equal(await unlessAborted(Promise.resolve(1), new AbortController().signal), 1);
});

test('an abort ends the wait with its reason, before it and during it', async () => {
  const ending = new AbortController();
  const waiting = unlessAborted(new Promise(() => {}), ending.signal);
  ending.abort(new Error('enough'));
  await assert.rejects(waiting, { message: 'enough' });
  await assert.rejects(unlessAborted(new Promise(() => {}), ending.signal), { message: 'enough' });
});
