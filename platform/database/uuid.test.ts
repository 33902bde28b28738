import assert from 'node:assert/strict';
import { test } from 'node:test';
import { v4, v7 } from 'uuid';
import { isUuid } from './uuid.ts';

test('a UUID of any version is one, in either case', () => {
  const uuids = [v4(), v7(), v7().toUpperCase(), '11111111-1111-1111-1111-111111111111'];
  assert.deepEqual(uuids.filter(isUuid), uuids);
});

test('other forms are not UUIDs, also those that PostgreSQL would read', () => {
  const others = [
    '',
    'x',
    `{${v4()}}`,
    v4().replaceAll('-', ''),
    ` ${v4()}`,
    `${v4()}0`,
    v4().replace('4', 'g'),
  ];
  assert.deepEqual(others.filter(isUuid), []);
});
