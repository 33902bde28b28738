import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAcceptLanguage } from './accept-language.ts';

for (const [header, expected] of [
  [undefined, []],
  ['', []],
  ['fr', ['fr']],
  ['en;q=0.2, fr-CA, de;q=0.8', ['fr-CA', 'de', 'en']],
  ['fr;q=0, en;q=x, *;q=0.1', ['*']],
] as const) {
  test(`the languages of "${header}" are ${expected.join(', ') || 'none'}`, () => {
    assert.deepEqual(parseAcceptLanguage(header), expected);
  });
}

test('a long header is not read to its end', () => {
  assert.equal(parseAcceptLanguage(Array.from({ length: 1000 }, () => 'fr').join()).length, 10);
});
