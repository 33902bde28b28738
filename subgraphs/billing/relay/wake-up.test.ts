import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWakeUp } from './wake-up.ts';

const never = new AbortController().signal;
const longMs = 60_000;

test('a wait ends when it is called, also by a call that came before it', async () => {
  const wakeUp = createWakeUp();
  const waiting = wakeUp.wait(longMs, never);
  wakeUp.call();
  await waiting;
  wakeUp.call();
  await wakeUp.wait(longMs, never);
});

test('one call ends one wait', async () => {
  const wakeUp = createWakeUp();
  wakeUp.call();
  wakeUp.call();
  await wakeUp.wait(longMs, never);
  const begun = performance.now();
  await wakeUp.wait(20, never);
  assert.ok(performance.now() - begun >= 15);
});

test('a wait ends when the signal aborts, also one that aborted before', async () => {
  const ending = new AbortController();
  const waiting = createWakeUp().wait(longMs, ending.signal);
  ending.abort();
  await waiting;
  await createWakeUp().wait(longMs, ending.signal);
});
