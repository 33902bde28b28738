import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseReturnTo } from './return-to.ts';

const origin = 'https://api.example.com';

for (const path of ['/', '/playground/', '/invoices?page=2&q=a%20b#top', '/a/./b/../c', '/a//b']) {
  test(`${path} leads to a page of this origin`, () => {
    const returnTo = parseReturnTo(path, origin);
    assert.equal(returnTo, new URL(path, origin).href.slice(origin.length));
  });
}

const refused: readonly unknown[] = [
  undefined,
  ['/a', '/b'],
  '',
  'playground',
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '\\\\evil.example',
  '/\t/evil.example',
  '/x/..//evil.example',
  '/.//evil.example',
  ' /playground',
  'javascript:alert(1)',
  'https:evil.example',
  '/é',
  `/${'a'.repeat(3000)}`,
];
for (const value of refused) {
  test(`${JSON.stringify(value)?.slice(0, 40)} is refused as a page to return to`, () => {
    assert.equal(parseReturnTo(value, origin), undefined);
  });
}

test('whatever is accepted stays on the origin when a browser resolves it', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('/', '\\', '.', ':', '@', '%2f', '%5c', '\t', 'e', '?', '#'),
  });
  fc.assert(
    fc.property(hostile, (rest) => {
      const accepted = parseReturnTo(`/${rest}`, origin);
      if (accepted !== undefined) assert.equal(new URL(accepted, origin).origin, origin);
    }),
    { numRuns: 2000 },
  );
});
