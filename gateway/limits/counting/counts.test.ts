import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { pickSize } from '#platform/testing/test-size.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { StagedStore } from '../testing/staged-store.ts';
import { type Bucket, createBucket, findWindow } from './bucket.ts';
import { Counts } from './counts.ts';
import { type CountingMeans, type TakeOutcome, toLead } from './key-count.ts';
import { StoreHealth } from './store-health.ts';
import { takeAll } from './take-all.ts';

const minuteMs = 60_000;
const runs = pickSize({ quick: 15, long: 1_000 });

function bucketOf(quota: number, parts: Partial<Bucket> = {}): Bucket {
  return createBucket({
    policy: 'caller',
    unit: 'operations',
    quota,
    windowMs: minuteMs,
    isDaily: false,
    ...parts,
  });
}

interface Staging {
  readonly store?: StagedStore;
  readonly rules?: ReturnType<CountingMeans['rules']>;
  readonly now?: () => number;
}

/** Counts of one process, with what it was told of its store. */
function stageCounts({ store = new StagedStore(2), rules, now = () => 0 }: Staging = {}) {
  const told: boolean[] = [];
  const counts = new Counts({
    store,
    rules: () => rules ?? { whenAway: 'open', waitMs: 10_000 },
    health: new StoreHealth((isAway) => void told.push(isAway)),
    now,
  });
  return { counts, store, told };
}

/** Waits some turns of the event loop, by a number. */
async function pass(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function countTaken(outcomes: readonly TakeOutcome[]): number {
  return outcomes.filter((outcome) => outcome === 'taken').length;
}

describe('processes that share a store', () => {
  test('let through what the quota allows and at most 2 % more, whatever the order of takes and answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 2, max: 5 }),
        fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { minLength: 900, maxLength: 1_200 }),
        fc.infiniteStream(fc.nat(3)),
        async (quota, processes, takes, delays) => {
          const store = new StagedStore(processes);
          store.delay = () => pass(Number(delays.next().value));
          const bucket = bucketOf(quota);
          const all = Array.from({ length: processes }, () => stageCounts({ store }).counts);
          const outcomes: (TakeOutcome | Promise<TakeOutcome>)[] = [];
          for (const [index, turns] of takes) {
            const outcome = all[index % processes]?.take(bucket, 'u', 1);
            assert.ok(outcome !== undefined);
            outcomes.push(outcome);
            if (turns === 2) await pass(1);
          }
          const taken = countTaken(await Promise.all(outcomes));
          for (const counts of all) await counts.close();
          assert.ok(taken >= quota, `${taken} of ${quota}`);
          assert.ok(taken <= quota * 1.02, `${taken} of ${quota}`);
        },
      ),
      { numRuns: runs, endOnFailure: true },
    );
  });

  test('exceed a quota of cost by no more than 2 %, and fill it up to the size of what is asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 50, max: 5_000 }),
        fc.array(fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 40 })), { minLength: 400, maxLength: 600 }),
        fc.infiniteStream(fc.nat(2)),
        async (quota, takes, delays) => {
          const store = new StagedStore(2);
          store.delay = () => pass(Number(delays.next().value));
          const bucket = bucketOf(quota, { unit: 'cost' });
          let nowMs = findWindow(bucket, 'u', 0).endsAtMs;
          const all = [stageCounts({ store, now: () => nowMs }), stageCounts({ store, now: () => nowMs })];
          let taken = 0;
          for (const [index, points] of takes) {
            if ((await all[index]?.counts.take(bucket, 'u', points)) === 'taken') taken += points;
            nowMs += 10;
          }
          assert.ok(taken <= quota * 1.02, `${taken} of ${quota}`);
          const asked = takes.reduce((sum, [, points]) => sum + points, 0);
          assert.ok(taken >= Math.min(asked, quota) - 40, `${taken} of ${quota}`);
          for (const { counts } of all) await counts.close();
        },
      ),
      { numRuns: runs, endOnFailure: true },
    );
  });

  test('ask the store seldom where the quota is large, and never again once it is used up', async () => {
    const { counts, store } = stageCounts();
    const bucket = bucketOf(10_000);
    for (let index = 0; index < 20_000; index += 1) {
      const outcome = await counts.take(bucket, 'u', 1);
      if (index % 50 === 0) await pass(1);
      assert.equal(outcome, index < 10_000 ? 'taken' : 'over');
    }
    assert.ok(store.sent.length < 300, `${store.sent.length}`);
    await pass(2);
    const before = store.sent.length;
    for (let index = 0; index < 1_000; index += 1) await counts.take(bucket, 'u', 1);
    assert.equal(store.sent.length, before);
    await counts.close();
  });

  test('divide the 2 % among as many as count in the store', async () => {
    const store = new StagedStore();
    const all = Array.from({ length: 4 }, () => stageCounts({ store }).counts);
    for (const counts of all) await counts.join(1_000);
    const [, , , last] = all;
    const bucket = bucketOf(1_000);
    for (let index = 0; index < 5; index += 1) assert.equal(last?.take(bucket, 'u', 1), 'taken');
    store.state = 'hangs';
    assert.ok(last?.take(bucket, 'v', 6) instanceof Promise);
    assert.equal(toLead(1_000, 4), 5);
    for (const counts of all) await counts.close();
  });

  test('count each window anew, and keys apart', async () => {
    let nowMs = 0;
    const { counts } = stageCounts({ now: () => nowMs });
    const bucket = bucketOf(2);
    const take = (key: string) => counts.take(bucket, key, 1);
    assert.deepEqual([await take('u'), await take('u'), await take('u')], ['taken', 'taken', 'over']);
    assert.equal(await take('v'), 'taken');
    nowMs = findWindow(bucket, 'u', 0).endsAtMs - 1;
    assert.equal(await take('u'), 'over');
    nowMs += 1;
    assert.equal(await take('u'), 'taken');
    await counts.close();
  });

  test('let no more through when a newer quota is smaller, and go on counting when it is larger', async () => {
    const { counts } = stageCounts();
    for (let index = 0; index < 3; index += 1) await counts.take(bucketOf(10), 'u', 1);
    assert.equal(await counts.take(bucketOf(3), 'u', 1), 'over');
    assert.equal(await counts.take(bucketOf(4), 'u', 1), 'taken');
    assert.equal(await counts.take(bucketOf(4), 'u', 1), 'over');
    await counts.close();
  });
});

test('a process that is alone counts exactly and without waiting', async () => {
  const { counts } = stageCounts({ store: new StagedStore(1) });
  const outcomes = Array.from({ length: 50 }, () => counts.take(bucketOf(30), 'u', 1));
  assert.equal(outcomes.filter((outcome) => outcome === 'taken').length, 30);
  assert.equal(outcomes.filter((outcome) => outcome === 'over').length, 20);
  await counts.close();
});

test('days begin at midnight, other windows at different moments for different keys', () => {
  const day = bucketOf(1, { windowMs: 86_400_000, isDaily: true });
  const noon = Date.UTC(2026, 10, 30, 12);
  assert.equal(findWindow(day, 'u', noon).endsAtMs, Date.UTC(2026, 11, 1));
  assert.equal(findWindow(day, 'v', noon).endsAtMs, Date.UTC(2026, 11, 1));
  const ends = Array.from({ length: 20 }, (_, index) => findWindow(bucketOf(1), `u${index}`, noon).endsAtMs);
  assert.ok(new Set(ends).size > 10);
  assert.ok(ends.every((endsAtMs) => endsAtMs > noon && endsAtMs <= noon + minuteMs));
});

test('an operation takes all of its charges or none', async () => {
  const { counts } = stageCounts();
  const wide = { bucket: bucketOf(10, { policy: 'wide', id: 'wide' }), key: 'u', points: 4 };
  const narrow = { bucket: bucketOf(5, { policy: 'narrow', id: 'narrow' }), key: 'u', points: 4 };
  assert.equal(await takeAll(counts, [wide, narrow]), undefined);
  assert.deepEqual(await takeAll(counts, [wide, narrow]), { charge: narrow, outcome: 'over' });
  assert.equal(counts.read(wide.bucket, 'u').used, 4);
  assert.equal(await takeAll(counts, [{ ...wide, points: 6 }]), undefined);
  await counts.close();
});

test('the points of a day reach the store when the process stops', async () => {
  const { counts, store } = stageCounts();
  const bucket = bucketOf(100_000, { windowMs: 86_400_000, isDaily: true });
  for (let index = 0; index < 7; index += 1) counts.take(bucket, 'u', 1);
  assert.deepEqual([...store.sums.values()], []);
  await counts.close();
  assert.deepEqual([...store.sums.values()], [7]);
  assert.equal(store.sent[0]?.isLasting, true);
  assert.doesNotMatch(store.sent[0]?.key ?? '', / u/);
});

describe('while the store is away', () => {
  for (const state of ['fails', 'hangs'] as const) {
    test(`(it ${state}) operations pass by what the process knows, if the limits say open`, async () => {
      const store = new StagedStore(2);
      store.state = state;
      const { counts, told } = stageCounts({ store, rules: { whenAway: 'open', waitMs: 20 } });
      const bucket = bucketOf(5);
      const outcomes: TakeOutcome[] = [];
      for (let index = 0; index < 8; index += 1) outcomes.push(await counts.take(bucket, 'u', 1));
      assert.deepEqual(outcomes, ['taken', 'taken', 'taken', 'taken', 'taken', 'over', 'over', 'over']);
      assert.deepEqual(told, [true]);
      await counts.close();
    });

    test(`(it ${state}) no operation passes, if the limits say closed`, async () => {
      const store = new StagedStore(2);
      store.state = state;
      const { counts } = stageCounts({ store, rules: { whenAway: 'closed', waitMs: 20 } });
      for (let index = 0; index < 3; index += 1) {
        assert.equal(await counts.take(bucketOf(5), 'u', 1), 'unavailable');
      }
      // Only the first one was an attempt; the others did not wait.
      assert.equal(store.sent.length, 1);
      await counts.close();
    });
  }

  test('one operation a second tries, and what passed meanwhile is told when the store is back', async () => {
    let nowMs = 0;
    const store = new StagedStore(2);
    store.state = 'fails';
    const { counts, told } = stageCounts({
      store,
      now: () => nowMs,
      rules: { whenAway: 'open', waitMs: 5_000 },
    });
    const bucket = bucketOf(20);
    for (let index = 0; index < 4; index += 1) assert.equal(await counts.take(bucket, 'u', 1), 'taken');
    assert.equal(store.sent.length, 1);
    store.state = 'works';
    assert.equal(await counts.take(bucket, 'u', 1), 'taken');
    assert.equal(store.sent.length, 1);
    nowMs = 1_000;
    assert.equal(await counts.take(bucket, 'u', 1), 'taken');
    await waitFor('the store to have all', () => [...store.sums.values()][0] === 6);
    assert.deepEqual(told, [true, false]);
    await counts.close();
  });
});
