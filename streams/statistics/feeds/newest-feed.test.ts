import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { NewestFeed } from './newest-feed.ts';

function setUp(options: { intervalMs?: number; loadMs?: number; isMoving?: () => boolean } = {}) {
  const changes = createBell();
  const state = { value: 0, loads: 0, failures: 0, idle: 0, isFailing: false };
  const feed = new NewestFeed({
    load: async () => {
      state.loads += 1;
      if (state.isFailing) throw new Error('away');
      const figure = state.value;
      if (options.loadMs !== undefined) await delay(options.loadMs);
      return { figure };
    },
    toText: ({ figure }) => String(figure),
    isMoving: options.isMoving ?? (() => false),
    changes,
    intervalMs: options.intervalMs ?? 1,
    maxIntervalMs: 200,
    pollMs: 20,
    onError: () => {
      state.failures += 1;
    },
    onIdle: () => {
      state.idle += 1;
    },
  });
  const change = (value: number) => {
    state.value = value;
    changes.ring();
  };
  const take = async (events: AsyncIterator<{ figure: number }>) => (await events.next()).value?.figure;
  return { feed, state, change, take };
}

test('the present value comes at once, then each change, and none twice', async () => {
  const { feed, change, take, state } = setUp();
  const events = feed.follow();
  assert.equal(await take(events), 0);
  const next = take(events);
  change(0);
  await waitFor('another look', () => state.loads > 1);
  change(1);
  assert.equal(await next, 1);
  await events.return?.();
});

test('a slow follower gets the newest value, and a late one the present value', async () => {
  const { feed, change, take, state } = setUp();
  const slow = feed.follow();
  assert.equal(await take(slow), 0);
  for (let value = 1; value <= 5; value += 1) {
    const { loads } = state;
    change(value);
    await waitFor('another look', () => state.loads > loads);
  }
  const late = feed.follow();
  assert.deepEqual([await take(slow), await take(late)], [5, 5]);
  await Promise.all([slow.return?.(), late.return?.()]);
});

test('a change without a hint is found, a failure is survived, and no follower means no work', async () => {
  const { feed, take, state } = setUp();
  const events = feed.follow();
  assert.equal(await take(events), 0);
  state.value = 1;
  assert.equal(await take(events), 1);
  state.isFailing = true;
  await waitFor('a failure', () => state.failures > 0);
  state.value = 2;
  state.isFailing = false;
  assert.equal(await take(events), 2);
  const waiting = events.next();
  await events.return?.();
  assert.equal((await waiting).done, true);
  assert.equal(state.idle, 1);
  const again = feed.follow();
  assert.equal(await take(again), 2);
  await again.return?.();
});

test('values keep their distance in time', async () => {
  const { feed, change, take } = setUp({ intervalMs: 50 });
  const events = feed.follow();
  await take(events);
  const began = performance.now();
  change(1);
  assert.equal(await take(events), 1);
  change(2);
  assert.equal(await take(events), 2);
  assert.ok(performance.now() - began > 80);
  await events.return?.();
});

test('slow loads become fewer, and the newest value still comes', async () => {
  const { feed, state, change, take } = setUp({ loadMs: 40 });
  const events = feed.follow();
  const began = performance.now();
  let newest: number | undefined;
  for (let value = 1; value <= 8; value += 1) {
    const next = take(events);
    change(value);
    newest = await next;
  }
  while (newest !== 8) newest = await take(events);
  const elapsedMs = performance.now() - began;
  // At the quickest a load would follow each 40 ms.
  assert.ok(state.loads < elapsedMs / 60, `${state.loads} loads in ${elapsedMs} ms`);
  await events.return?.();
});
