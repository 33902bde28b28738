import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectTargets, findPlaces } from './targets.ts';

const shared = { id: 'shared' };
const data = {
  users: [{ friends: [{ id: 'a' }, shared] }, null, { friends: null }, { friends: [shared] }],
  grid: [[{ id: 'b' }], [], null],
};

test('a path leads to the objects in every list on its way', () => {
  assert.deepEqual(
    collectTargets(data, ['users', '@', 'friends', '@']).map(({ id }) => id),
    ['a', 'shared', 'shared'],
  );
  assert.deepEqual(
    collectTargets(data, ['grid', '@', '@']).map(({ id }) => id),
    ['b'],
  );
  assert.deepEqual(collectTargets(data, []), [data]);
  assert.deepEqual(collectTargets(data, ['nothing', '@', 'constructor']), []);
});

test('an object that stands at several places has all of them', () => {
  assert.deepEqual(findPlaces(data, ['users', '@', 'friends', '@']).get(shared), [
    ['users', 0, 'friends', 1],
    ['users', 3, 'friends', 0],
  ]);
});
