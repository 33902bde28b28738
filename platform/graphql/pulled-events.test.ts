import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPulledEvents } from './pulled-events.ts';

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('events come one after the other, however many are requested at once', async () => {
  let made = 0;
  const events = createPulledEvents(async () => {
    made += 1;
    const nth = made;
    await new Promise(setImmediate);
    assert.equal(made, nth);
    return nth;
  });
  const given = await Promise.all([events.next(), events.next(), events.next()]);
  assert.deepEqual(
    given.map(({ value }) => value),
    [1, 2, 3],
  );
});

test('a return ends the wait for an event that never comes', async () => {
  let endings = 0;
  const events = createPulledEvents(untilAborted, () => {
    endings += 1;
  });
  const waiting = [events.next(), events.next()];
  assert.deepEqual(await events.return?.(), { done: true, value: undefined });
  for (const next of waiting) assert.deepEqual(await next, { done: true, value: undefined });
  await events.return?.();
  assert.deepEqual(await events.next(), { done: true, value: undefined });
  assert.equal(endings, 1);
});

test('nothing comes after an error', async () => {
  let endings = 0;
  const events = createPulledEvents<number>(
    () => Promise.reject(new Error('gone')),
    () => {
      endings += 1;
    },
  );
  await assert.rejects(events.next(), /gone/);
  assert.deepEqual(await events.next(), { done: true, value: undefined });
  assert.equal(endings, 1);
});
