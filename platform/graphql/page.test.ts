import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatCursor, parseCursor } from './cursor.ts';
import { parsePage } from './page.ts';

test('a cursor reads back in its own order and in no other', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.uuid(), (order, value, id) => {
      assert.deepEqual(parseCursor(order, formatCursor(order, { value, id })), { value, id });
      assert.equal(parseCursor(`${order}!`, formatCursor(order, { value, id })), undefined);
    }),
  );
});

test('any text at all may be given as a cursor', () => {
  fc.assert(fc.property(fc.string(), (text) => parseCursor('name', text) === undefined));
});

test('a page has 25 items unless told, and never more than 100', () => {
  assert.equal(parsePage({}, 'name').size, 25);
  assert.equal(parsePage({ first: 100 }, 'name').size, 100);
  assert.deepEqual(parsePage({ last: 3 }, 'name'), {
    order: 'name',
    size: 3,
    isBackward: true,
    after: undefined,
    before: undefined,
  });
  for (const args of [
    { first: 101 },
    { first: 0 },
    { last: -1 },
    { first: 2_147_483_647 },
    { first: 1, last: 1 },
  ]) {
    assert.throws(() => parsePage(args, 'name'), { extensions: { code: 'BAD_USER_INPUT' } });
  }
});

test('all that is wrong with the arguments is said at once', () => {
  assert.throws(
    () =>
      parsePage(
        { first: 0, last: 500, after: 'nonsense', before: formatCursor('price', { value: '1', id: 'a' }) },
        'name',
      ),
    /`first` must.*`last` must.*not both.*`after` must.*`before` must/,
  );
});
