import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBell } from './bell.ts';

const never = new AbortController().signal;
const longMs = 60_000;

test('a ring ends a wait, also a ring before the wait', async () => {
  const bell = createBell();
  const waiting = bell.wait(longMs, never);
  bell.ring();
  await waiting;
  bell.ring();
  await bell.wait(longMs, never);
});

test('rings before a wait end only that wait', async () => {
  const bell = createBell();
  bell.ring();
  bell.ring();
  await bell.wait(longMs, never);
  const startedAt = performance.now();
  await bell.wait(20, never);
  assert.ok(performance.now() - startedAt >= 15);
});

test('an abort ends a wait, also an abort before the wait', async () => {
  const ending = new AbortController();
  const waiting = createBell().wait(longMs, ending.signal);
  ending.abort();
  await waiting;
  await createBell().wait(longMs, ending.signal);
});

test('one ring wakes all who wait for more rings than they have counted', async () => {
  const bell = createBell();
  bell.ring();
  const seen = bell.rings;
  const all = Promise.all([bell.waitBeyond(seen, never), bell.waitBeyond(seen, never)]);
  bell.ring();
  await all;
  assert.equal(bell.rings, seen + 1);
});

test('a ring between the count and the wait is not missed', async () => {
  const bell = createBell();
  const seen = bell.rings;
  bell.ring();
  await bell.waitBeyond(seen, never);
});
