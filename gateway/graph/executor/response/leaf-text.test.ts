import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toLeafText } from './leaf-text.ts';

test('every value of JSON has the text that JSON.stringify gives it', () => {
  const characters = Array.from({ length: 0x10000 }, (_, code) => `a${String.fromCharCode(code)}b`);
  const values = [
    '',
    'plain',
    'a "b" \\ c',
    '😀',
    '\ud83d',
    0,
    -0,
    1,
    -1.5,
    1e21,
    1e-7,
    2 ** 53,
    true,
    false,
    null,
  ];
  for (const value of [...characters, ...values, { a: [1, '"'] }, ['x']])
    assert.equal(toLeafText(value), JSON.stringify(value));
  assert.equal(toLeafText(Number.NaN), 'null');
});
