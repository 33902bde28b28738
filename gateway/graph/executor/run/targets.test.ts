import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectTargets, findPlaces } from './targets.ts';

const shared = { id: 'shared' };
const isShared = new Set([shared]);
const data = {
  users: [{ friends: [{ id: 'a' }, shared] }, null, { friends: null }, { friends: [shared] }],
  grid: [[{ id: 'b' }], [], null],
};

test('a path leads to the objects in every list on its way', () => {
  assert.deepEqual(
    collectTargets(data, ['users', '@', 'friends', '@'], isShared).map(({ id }) => id),
    ['a', 'shared'],
  );
  assert.deepEqual(
    collectTargets(data, ['grid', '@', '@'], isShared).map(({ id }) => id),
    ['b'],
  );
  assert.deepEqual(collectTargets(data, [], isShared), [data]);
  assert.deepEqual(collectTargets(data, ['nothing', '@', 'constructor'], isShared), []);
});

test('an object that stands at several places has all of them', () => {
  assert.deepEqual(findPlaces(data, ['users', '@', 'friends', '@'], isShared).get(shared), [
    ['users', 0, 'friends', 1],
    ['users', 3, 'friends', 0],
  ]);
});

test('the work grows with the objects that subgraphs sent, not with their places', () => {
  let list: unknown = [{ id: 'last' }];
  const all = new Set<object>();
  for (let depth = 0; depth < 12; depth += 1) {
    all.add(list as object);
    list = Array.from({ length: 50 }, () => ({ next: list })) as unknown;
  }
  const deep = { next: list };
  const path = Array.from({ length: 13 }, () => ['next', '@']).flat();
  assert.equal(collectTargets(deep, path, all).length, 1);
  const [places] = findPlaces(deep, path, all).values();
  assert.ok(places && places.length <= 100);
});
