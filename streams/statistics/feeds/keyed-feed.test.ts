import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { KeyedFeed } from './keyed-feed.ts';

function setUp(options: { intervalMs?: number; reloadMs?: number } = {}) {
  const changes = createBell();
  const values = new Map<string, number>();
  const changed = new Set<string>();
  const state = {
    looks: 0,
    /** At which look each failure was. */
    failures: [] as number[],
    isFailing: false,
    loaded: [] as string[],
    /** The next search or load waits for this after it has read. */
    held: { look: Promise.resolve(), load: Promise.resolve() },
  };
  const feed = new KeyedFeed({
    load: async (keys) => {
      if (state.isFailing) throw new Error('away');
      state.loaded.push(...keys);
      const figures = keys.map((key) => ({ figure: values.get(key) ?? 0 }));
      await takeHold('load');
      return figures;
    },
    findChanged: async () => {
      state.looks += 1;
      const found = new Set(changed);
      changed.clear();
      await takeHold('look');
      return found;
    },
    toText: ({ figure }) => String(figure),
    changes,
    intervalMs: options.intervalMs ?? 1,
    turnMs: 1,
    maxTurnMs: 20,
    pollMs: 20,
    reloadMs: options.reloadMs ?? 60_000,
    onError: () => {
      state.failures.push(state.looks);
    },
  });
  const takeHold = (what: 'look' | 'load') => {
    const hold = state.held[what];
    state.held[what] = Promise.resolve();
    return hold;
  };
  const set = (key: string, value: number) => values.set(key, value);
  const change = (key: string, value: number) => {
    set(key, value);
    changed.add(key);
    changes.ring();
  };
  const take = async (events: AsyncIterator<{ figure: number }>) => (await events.next()).value?.figure;
  return { feed, state, set, change, changed, take };
}

test('each key has its value at once, and then only what changed is loaded', async () => {
  const { feed, state, change, take } = setUp();
  const [one, other] = [feed.follow('one'), feed.follow('other')];
  assert.deepEqual([await take(one), await take(other)], [0, 0]);
  state.loaded = [];
  const next = take(one);
  change('nobody', 1);
  change('one', 1);
  assert.equal(await next, 1);
  assert.deepEqual(state.loaded, ['one']);
  await Promise.all([one.return?.(), other.return?.()]);
});

test('a value that is loaded again without a change is not an event', async () => {
  const { feed, state, change, take } = setUp();
  const events = feed.follow('one');
  await take(events);
  const next = take(events);
  state.loaded = [];
  change('one', 0);
  await waitFor('another load', () => state.loaded.length > 0);
  change('one', 1);
  assert.equal(await next, 1);
  await events.return?.();
});

test('a slow follower gets the newest value, and a late one the present value', async () => {
  const { feed, state, change, take } = setUp();
  const slow = feed.follow('one');
  await take(slow);
  for (let value = 1; value <= 4; value += 1) {
    const { length } = state.loaded;
    change('one', value);
    await waitFor('another load', () => state.loaded.length > length);
  }
  const late = feed.follow('one');
  assert.deepEqual([await take(slow), await take(late)], [4, 4]);
  await Promise.all([slow.return?.(), late.return?.()]);
});

test('values of one key keep their distance in time, and do not hold up another', async () => {
  const { feed, change, take } = setUp({ intervalMs: 60 });
  const [one, other] = [feed.follow('one'), feed.follow('other')];
  const began = performance.now();
  await Promise.all([take(one), take(other)]);
  change('one', 1);
  assert.equal(await take(one), 1);
  change('one', 2);
  change('other', 1);
  assert.equal(await take(other), 1);
  assert.equal(await take(one), 2);
  assert.ok(performance.now() - began > 110);
  await Promise.all([one.return?.(), other.return?.()]);
});

test('a change without a hint is found, and a failure loses no change', async () => {
  const { feed, state, set, change, take } = setUp({ reloadMs: 30 });
  const events = feed.follow('one');
  await take(events);
  set('one', 1);
  assert.equal(await take(events), 1);
  state.isFailing = true;
  change('one', 2);
  await waitFor('a failure', () => state.failures.length > 0);
  state.isFailing = false;
  assert.equal(await take(events), 2);
  await events.return?.();
});

// A reader that went on would keep this process from ending.
test('the reader ends with its last follower and begins again with the next one', async () => {
  const { feed, change, take } = setUp();
  const events = feed.follow('one');
  await take(events);
  const waiting = events.next();
  await events.return?.();
  assert.equal((await waiting).done, true);
  change('one', 1);
  const again = feed.follow('one');
  assert.equal(await take(again), 1);
  await again.return?.();
});

test('a value that could not be loaded is loaded in the next turn, without another hint', async () => {
  const { feed, state, set, take } = setUp({ reloadMs: 400 });
  const events = feed.follow('one');
  await take(events);
  state.isFailing = true;
  await waitFor('two failures', () => state.failures.length > 1);
  const [first = 0, second = 0] = state.failures;
  assert.equal(second, first + 1);
  state.isFailing = false;
  set('one', 1);
  assert.equal(await take(events), 1);
  await events.return?.();
});

test('a late answer to an ending reader does not overtake the next reader', async () => {
  const { feed, state, change, take } = setUp();
  const [look, load] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  state.held = { look: look.promise, load: load.promise };
  await feed.follow('one').return?.();
  const events = feed.follow('one');
  const first = take(events);
  await turns();
  change('one', 1);
  look.resolve();
  await Promise.race([first, turns()]);
  load.resolve();
  assert.equal(await first, 1);
  await turns();
  const late = feed.follow('one');
  assert.equal(await take(late), 1);
  await Promise.all([events.return?.(), late.return?.()]);
});

/** Lets go on whatever waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let nth = 0; nth < 50; nth += 1) await new Promise(setImmediate);
}
