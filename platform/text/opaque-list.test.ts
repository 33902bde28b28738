import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatOpaqueList, parseOpaqueList } from './opaque-list.ts';

test('texts are read as they were written', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
      const text = formatOpaqueList(texts);
      assert.match(text, /^[\w-]*$/);
      assert.deepEqual(parseOpaqueList(text), texts);
    }),
  );
});

test('any other text is refused', () => {
  const toText = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  for (const wrong of ['', 'x', toText({}), toText('a'), toText(['a', 1]), toText(null)]) {
    assert.equal(parseOpaqueList(wrong), undefined, wrong);
  }
});

test('a text that is longer than any list is not read', () => {
  assert.equal(parseOpaqueList(formatOpaqueList(['a'.repeat(12_000)]))?.length, 1);
  assert.equal(parseOpaqueList(formatOpaqueList(['a'.repeat(13_000)])), undefined);
});
