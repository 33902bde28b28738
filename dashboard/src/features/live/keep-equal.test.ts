import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepEqual } from './keep-equal.ts';

test('a value that has not changed stays the same object', () => {
  const before = [{ total: '1.00' }, { total: '2.00' }];
  const kept = keepEqual(before, [{ total: '1.00' }, { total: '3.00' }]);
  assert.equal(kept[0], before[0]);
  assert.deepEqual(kept[1], { total: '3.00' });
});

test('a list in which nothing has changed stays the same list', () => {
  const before = [{ total: '1.00' }];
  assert.equal(keepEqual(before, [{ total: '1.00' }]), before);
});

test('a list that has become longer or shorter is another one', () => {
  const before = [{ total: '1.00' }, { total: '2.00' }];
  assert.deepEqual(keepEqual(before, [{ total: '1.00' }]), [{ total: '1.00' }]);
  assert.deepEqual(keepEqual(before, [...before, { total: '3.00' }]), [...before, { total: '3.00' }]);
  assert.deepEqual(keepEqual(undefined, before), before);
});
