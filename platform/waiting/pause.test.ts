import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pause } from './pause.ts';

test('a pause takes its time', async () => {
  const startedAt = performance.now();
  await pause(20);
  assert.ok(performance.now() - startedAt >= 15);
});

test('an abort ends a pause without an error, before it and during it', async () => {
  const ending = new AbortController();
  const pausing = pause(60_000, ending.signal);
  ending.abort();
  await pausing;
  await pause(60_000, ending.signal);
});
