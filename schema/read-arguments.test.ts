import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphQLError } from 'graphql';
import { readArguments, wasUnreadable, withoutUnreadable } from './read-arguments.ts';
import { Unreadable } from './scalar-input.ts';

const wrong = new Unreadable('Must be a day.');

test('arguments that are readable pass as they are', () => {
  const args = { first: 1, filter: { days: ['2026-03-01', null], search: undefined } };
  assert.equal(readArguments(args), args);
});

test('without its unreadable scalars, an argument shows which were given', () => {
  const cleared = withoutUnreadable({
    first: 1,
    filter: { days: ['2026-03-01', wrong], from: wrong, to: null },
  });
  assert.deepEqual(cleared, { first: 1, filter: { days: ['2026-03-01'], from: undefined, to: null } });
  assert.deepEqual(
    ['from', 'to', 'other'].map((name) => wasUnreadable(cleared.filter, name)),
    [true, false, false],
  );
});

test('every argument that is not readable is named with its path', () => {
  const args = { day: wrong, filter: { days: ['2026-03-01', wrong], from: wrong } };
  assert.throws(
    () => readArguments(args),
    (error) => {
      assert.ok(error instanceof GraphQLError);
      assert.equal(error.extensions['code'], 'BAD_USER_INPUT');
      assert.equal(
        error.message,
        '`day` must be a day. `filter.days.1` must be a day. `filter.from` must be a day.',
      );
      return true;
    },
  );
});
