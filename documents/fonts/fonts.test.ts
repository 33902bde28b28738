import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { create } from 'fontkit';
import { findCjkSlice, toRanges } from './cjk-coverage.ts';
import { findFont, getBaseFont, replaceUnknown } from './font-set.ts';
import { unpackWoff } from './woff.ts';

const cjk = new URL('cjk/', import.meta.url);

test('a font is unpacked with its tables', () => {
  const { font } = getBaseFont('bold');
  assert.equal(font.postscriptName, 'NotoSans-Bold');
  assert.ok(font.layout('Facture').advanceWidth > 0);
});

test('bytes that are not a font are refused', () => {
  assert.throws(() => unpackWoff(Buffer.from('wOFF')), /not a font in WOFF 1.0/);
  assert.throws(() => unpackWoff(Buffer.alloc(100)), /not a font in WOFF 1.0/);
});

test('every Chinese and Korean slice has the characters that the list says', () => {
  const coverage = JSON.parse(readFileSync(new URL('coverage.json', cjk), 'utf8')) as Record<string, string>;
  const files = ['sc', 'kr'].flatMap((family) =>
    readdirSync(new URL(family, cjk))
      .filter((file) => file.endsWith('.woff'))
      .map((file) => `${family}/${file}`),
  );
  assert.deepEqual(files.toSorted(), Object.keys(coverage).toSorted());
  for (const [path, ranges] of Object.entries(coverage)) {
    const font = create(unpackWoff(readFileSync(new URL(path, cjk))));
    assert.ok('hasGlyphForCodePoint' in font);
    for (const part of ranges.split(/[,-]/))
      assert.ok(font.hasGlyphForCodePoint(Number.parseInt(part, 16)), `${path} lacks ${part}`);
  }
});

test('fonts are found for alphabets of both weights, and for Han, kana and Hangul', () => {
  for (const character of 'aéőßΩЖђẾחש\u0627\u0645東京カ한글。')
    for (const weight of ['regular', 'bold'] as const)
      assert.ok(findFont(character.codePointAt(0) ?? 0, weight), character);
  assert.match(findCjkSlice(0xd55c) ?? '', /^kr\//);
  assert.equal(findCjkSlice(0x10308), undefined);
});

test('a character that no font has becomes the replacement character', () => {
  assert.equal(replaceUnknown('a\u{10308}b'), 'a\ufffdb');
});

test('code points are written as ranges', () => {
  assert.equal(toRanges([0x41, 0x42, 0x43, 0x50]), '41-43,50');
});
