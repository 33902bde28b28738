import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCanonicalJson } from './canonical-json.ts';

test('members are sorted at every depth, and elements keep their order', () => {
  const value = { b: [{ d: 1, c: null }, 2], a: 'x' };
  assert.equal(toCanonicalJson(value), '{"a":"x","b":[{"c":null,"d":1},2]}');
});

test('names are sorted by UTF-16 code units, as in the example of RFC 8785, section 3.2.3', () => {
  const names = ['\u20ac', '\r', '\u05dc\u05bc', '\u{1f600}', '\u0080', '\u00f6'];
  const text = toCanonicalJson(Object.fromEntries(names.map((name) => [name, 0])));
  const sorted = ['\r', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\u05dc\u05bc'].toSorted();
  assert.deepEqual(Object.keys(JSON.parse(text)), sorted);
});

test('a member that is undefined counts as absent', () => {
  assert.equal(toCanonicalJson({ a: undefined, b: 1 }), toCanonicalJson({ b: 1 }));
});

test('names that are array indexes come first, in numeric order: stored hashes were made so', () => {
  assert.equal(toCanonicalJson({ a: 1, 10: 2, 9: 3 }), '{"9":3,"10":2,"a":1}');
});
