import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toRightsKey } from './rights.ts';
import { createTestCaller, type TestCallerOptions } from './testing/test-caller.ts';

function keyOf(options: TestCallerOptions, sharing: 'RIGHTS' | 'USER' = 'RIGHTS'): string {
  return toRightsKey(createTestCaller(options).now.principal, sharing);
}

test('equal rights have equal keys, in whatever order they are told', () => {
  assert.equal(keyOf({ subject: 'a', roles: ['X', 'Y'] }), keyOf({ subject: 'b', roles: ['Y', 'X'] }));
});

test('other rights have other keys', () => {
  const keys = [
    keyOf({}),
    keyOf({ roles: ['X'] }),
    keyOf({ roles: ['X', 'Y'] }),
    keyOf({ roles: ['X","Y'] }),
    toRightsKey(undefined, 'RIGHTS'),
  ];
  assert.equal(new Set(keys).size, keys.length);
});

test('by user, each has a key of their own', () => {
  assert.notEqual(keyOf({ subject: 'a' }, 'USER'), keyOf({ subject: 'b' }, 'USER'));
});
