import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getBaseFont } from '../../fonts/font-set.ts';
import { findDirection, toShapedText, toVisualOrder } from './bidi.ts';
import { breakText } from './break-text.ts';
import { toPieces } from './to-pieces.ts';

/** Each character is one point wide. */
function breakBy(text: string, width: number): string[] {
  return breakText(text, width, (part) => [...part].length).map((line) => line.text);
}

test('lines end between words, at the ends of the text and within words that are too long', () => {
  assert.deepEqual(breakBy('one two three', 7), ['one two', 'three']);
  assert.deepEqual(breakBy('one\ntwo\r\nthree', 20), ['one', 'two', 'three']);
  assert.deepEqual(breakBy('abcdefghij kl', 4), ['abcd', 'efgh', 'ij', 'kl']);
  assert.deepEqual(breakBy('', 4), ['']);
});

test('Chinese lines end between characters, but not before a full stop', () => {
  assert.deepEqual(breakBy('北京贸易有限公司。', 4), ['北京贸易', '有限公', '司。']);
});

test('an amount and its currency, with a space that does not break, stay together', () => {
  assert.deepEqual(breakBy('sum 12\u00a0€', 5), ['sum', '12\u00a0€']);
});

test('parts from right to left change places, and numbers within them keep theirs', () => {
  const order = (levels: number[]) =>
    toVisualOrder(levels.map((level, at) => ({ level, at }))).map(({ at }) => at);
  assert.deepEqual(order([0, 0, 0]), [0, 1, 2]);
  assert.deepEqual(order([0, 1, 1, 1, 0]), [0, 3, 2, 1, 4]);
  assert.deepEqual(order([1, 2, 2, 1]), [3, 1, 2, 0]);
});

test('the first letter decides the direction of a paragraph', () => {
  assert.equal(findDirection('Shop שלום'), 'ltr');
  assert.equal(findDirection('12 שלום Shop'), 'rtl');
});

test('parentheses from right to left are mirrored, alone and beside letters', () => {
  assert.equal(toShapedText('(שלום', 1), ')שלום');
  assert.equal(toShapedText('!(', 1), ')!');
  assert.equal(toShapedText('(a', 0), '(a');
});

test('spaces of amounts in French, and each other character of Western texts, are drawn by the base font', () => {
  const western = Array.from({ length: 0x20b0 }, (_, codePoint) => String.fromCharCode(codePoint)).filter(
    (character) => toPieces(character, 'bold', 'ltr').some(({ font }) => font === getBaseFont('bold')),
  );
  assert.ok(western.length > 200);
  for (const character of western) {
    const [piece] = toPieces(character, 'bold', 'ltr');
    const codePoint = piece?.text.codePointAt(0) ?? 0;
    assert.ok(piece?.font.font.hasGlyphForCodePoint(codePoint), `${codePoint.toString(16)} has no glyph`);
  }
  assert.deepEqual(
    toPieces('1\u202f425,00', 'regular', 'ltr').map(({ text }) => text),
    ['1', '\u00a0', '425,00'],
  );
});

test('a word of two scripts is drawn by two fonts, and a mark by that of its letter', () => {
  const fonts = (text: string) =>
    toPieces(text, 'regular', 'ltr').map((piece) => [piece.text, piece.font.name]);
  assert.deepEqual(
    fonts('aбe\u0301').map(([text]) => text),
    ['a', 'б', 'e\u0301'],
  );
  const [han] = fonts('東');
  assert.match(han?.[1] ?? '', /^sc\//);
});
