import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countCodePoints, isBlank, isPlainText, normaliseText } from './plain-text.ts';

test('texts that look alike are stored alike', () => {
  assert.equal(normaliseText('  Cafe\u0301 '), 'Café');
  assert.equal(normaliseText('one\r\ntwo\rthree'), 'one\ntwo\nthree');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) =>
      assert.equal(normaliseText(normaliseText(text)), normaliseText(text)),
    ),
  );
});

test('what cannot be stored or deceives the eye is not plain', () => {
  for (const text of ['a\0b', 'a\nb', 'a\tb', 'a\u007fb', 'a\u2028b', 'a\u202eb', 'a\ud800b']) {
    assert.equal(isPlainText(text), false, JSON.stringify(text));
  }
  for (const text of ['Zoë & Søn', 'संस्कृत', '👩‍👩‍👧', "O'Brien; drop table"])
    assert.ok(isPlainText(text), text);
});

test('several lines are plain only where they are meant', () => {
  assert.ok(isPlainText('one\n\ttwo', { isMultiline: true }));
  assert.equal(isPlainText('one\0two', { isMultiline: true }), false);
});

test('a text of spaces and invisible marks is blank', () => {
  assert.deepEqual(['', ' ', '\u00a0\u200b', 'x'].map(isBlank), [true, true, true, false]);
});

test('length counts code points', () => {
  assert.equal(countCodePoints('a👍é'), 3);
});
