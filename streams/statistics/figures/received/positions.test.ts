import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPositions, isAtLeast, parsePositions } from './positions.ts';

test('a cursor gives its positions back', () => {
  for (const positions of [[], [0n], [3n, 0n, 2n ** 63n - 1n], Array.from({ length: 100 }, () => 2n ** 62n)])
    assert.deepEqual(parsePositions(formatPositions(positions)), positions);
});

test('a text that is not a cursor is recognised', () => {
  const encode = (text: string) => Buffer.from(text).toString('base64url');
  const texts = [
    '',
    'x',
    '%',
    encode('1'),
    encode('2:5'),
    encode('1:5,'),
    encode('1:-5'),
    encode('1:5 '),
    encode(`1:${2n ** 63n}`),
    `${encode('1:5')}=`,
    `${encode('1:55')}!`,
    `MTo1\n`,
    encode(`1:${'1,'.repeat(20_000)}1`),
  ];
  for (const text of texts) assert.equal(parsePositions(text), undefined, text.slice(0, 40));
});

test('positions are compared partition by partition', () => {
  assert.ok(isAtLeast([5n, 2n], [5n]));
  assert.ok(isAtLeast([5n], [5n, 0n]));
  assert.ok(isAtLeast([], []));
  assert.equal(isAtLeast([5n], [5n, 1n]), false);
  assert.equal(isAtLeast([4n, 9n], [5n, 1n]), false);
});
