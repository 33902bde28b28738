import assert from 'node:assert/strict';
import { test } from 'node:test';
import { show } from './cell-problem.ts';

test('a message shows a cell quoted, cut, and with escapes for characters that are invisible or change the direction of the text', () => {
  assert.equal(show('12.50 \u20ac'), '"12.50 \u20ac"');
  assert.equal(show('a\n"b"'), '"a\\n\\"b\\""');
  assert.equal(show('x\u202ecod.exe'), '"x\\u{202E}cod.exe"');
  assert.equal(show('1\u200b2\u0085\u2028\u{e0041}'), '"1\\u{200B}2\\u{85}\\u{2028}\\u{E0041}"');
  assert.equal(show('9'.repeat(50)), `"${'9'.repeat(40)}\u2026"`);
});
