import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  countCodePoints,
  findForbidden,
  isBlank,
  isPlainText,
  normaliseText,
  toSearchText,
} from './plain-text.ts';

/** Texts in which the characters that the rules are about stand beside each other. */
const difficultText = fc
  .array(
    fc.constantFrom(
      ...['a', 'e\u0301', '\u0301', '1', ' ', '\u00a0', '\u200b', '\u200c', '\u200d', '\u200e', '\u00ad'],
      ...[
        '\ufe0f',
        '\u20e3',
        '\u094d',
        '\u0915',
        '\u093c',
        '\u0647',
        '\u0645',
        '👩',
        '🏽',
        '🏴',
        '❤',
        '\u{e0067}',
      ],
      ...[
        '\u{e007f}',
        '漢',
        '\u{e0100}',
        '\u3164',
        '\u180b',
        '\u1820',
        '\u2028',
        '\r',
        '\n',
        '\u034f',
        '\u0327',
      ],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('texts that look alike are stored alike', () => {
  assert.equal(normaliseText('  Cafe\u0301 '), 'Café');
  assert.equal(normaliseText('one\r\ntwo\rthree'), 'one\ntwo\nthree');
  for (const invisible of ['\u00ad', '\u200b', '\u200e', '\u200f', '\u061c', '\u2060', '\ufeff', '\u180e']) {
    assert.equal(normaliseText(`INV-${invisible}1`), 'INV-1', invisible.codePointAt(0)?.toString(16));
  }
  for (const noise of [
    '\u200c',
    '\u200d',
    '\ufe0f',
    '\u{e0041}',
    '\u{e0100}',
    '\u3164',
    '\u034f',
    '\u206a',
  ]) {
    assert.equal(normaliseText(`A${noise}B`), 'AB', noise.codePointAt(0)?.toString(16));
  }
  assert.equal(normaliseText('INV\u00a01\u30002\u202f3'), 'INV 1 2 3');
});

test('the normal form of a normal form is itself', () => {
  for (const texts of [fc.string({ unit: 'binary' }), difficultText]) {
    fc.assert(
      fc.property(texts, (text) => assert.equal(normaliseText(normaliseText(text)), normaliseText(text))),
      { numRuns: 2_000 },
    );
  }
});

test('invisible characters stay where they change what is seen', () => {
  for (const text of [
    'می\u200cخواهم',
    'علی\u200cرضا',
    'ه\u200d',
    'क्\u200dष',
    'क्\u200cष',
    'ශ්\u200dරී',
    'র\u200d্য',
    '👩\u200d👩\u200d👧',
    '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    '❤\ufe0f\u200d🔥',
    '👩🏽\u200d💻',
    '1\ufe0f\u20e3',
    '葛\u{e0100}城市',
  ]) {
    assert.equal(normaliseText(text), text.normalize('NFC'), JSON.stringify(text));
    assert.ok(isPlainText(text), JSON.stringify(text));
  }
});

test('what cannot be stored or deceives the eye is not plain', () => {
  const refused = ['\0', '\n', '\t', '\u007f', '\u0085', '\u2028', '\u2029', '\ud800', '\udfff', '\uffff'];
  const reordering = [
    '\u202a',
    '\u202b',
    '\u202c',
    '\u202d',
    '\u202e',
    '\u2066',
    '\u2067',
    '\u2068',
    '\u2069',
  ];
  for (const character of [...refused, ...reordering, '\u{1fffe}', '\ufdd0']) {
    assert.equal(isPlainText(normaliseText(`a${character}b`)), false, JSON.stringify(character));
  }
  for (const text of ['Zoë & Søn', 'संस्कृत', '👩‍👩‍👧', "O'Brien; drop table", 'a\u{e000}b'])
    assert.ok(isPlainText(text), text);
});

test('the first character that a text may not have is named', () => {
  assert.equal(findForbidden('adA\u202e\0'), 'U+202E');
  assert.equal(findForbidden('a\ud800'), 'U+D800');
  assert.equal(findForbidden('a\u{1fffe}'), 'U+1FFFE');
  assert.equal(findForbidden('a\n\0', { isMultiline: true }), 'U+0000');
  assert.equal(findForbidden('👩🏽'), undefined);
  assert.equal(findForbidden('\ud83d\n\ude00', { isMultiline: true }), 'U+D83D');
  for (let code = 0; code <= 0x10_ff_ff; code += 1) {
    const character = String.fromCodePoint(code);
    if ((findForbidden(character) === undefined) !== isPlainText(character)) assert.fail(code.toString(16));
  }
});

test('several lines are plain only where they are meant', () => {
  assert.ok(isPlainText('one\n\ttwo', { isMultiline: true }));
  assert.equal(isPlainText('one\0two', { isMultiline: true }), false);
});

test('a text of spaces and invisible marks is blank', () => {
  assert.deepEqual(['', ' ', '\u00a0\u200b', '\u3164', '\u2800', 'x'].map(isBlank), [
    true,
    true,
    true,
    true,
    true,
    false,
  ]);
});

test('a search is for the form that is stored', () => {
  assert.equal(toSearchText(' Ka\u0308the\u200b '), 'Käthe');
  assert.equal(toSearchText('\u200b '), '');
  assert.equal(toSearchText('a\0b'), undefined);
  assert.equal(toSearchText('a\nb', { isMultiline: true }), 'a\nb');
});

test('length counts code points', () => {
  assert.equal(countCodePoints('a👍é'), 3);
});
