import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { create } from 'fontkit';
import { toRanges } from '../cjk-coverage.ts';
import { unpackWoff } from '../woff.ts';

/**
 * Writes `cjk/coverage.json`: which slice has which character. A character of two families is the first one's: Han and kana
 * come from the Chinese family, Hangul from the Korean one. Run it when the slices change.
 */
const folder = new URL('../cjk/', import.meta.url);
const coverage: Record<string, string> = {};
const seen = new Set<number>();
for (const family of ['sc', 'kr'])
  for (const file of readdirSync(new URL(family, folder)).toSorted()) {
    if (!file.endsWith('.woff')) continue;
    const path = `${family}/${file}`;
    const font = create(unpackWoff(readFileSync(new URL(path, folder))));
    if (!('characterSet' in font)) throw new TypeError(`${path} is a collection of fonts.`);
    const fresh = font.characterSet
      // The tables end with a mark that is not a character.
      .filter((codePoint) => !seen.has(codePoint) && font.hasGlyphForCodePoint(codePoint))
      .toSorted((a, b) => a - b);
    for (const codePoint of fresh) seen.add(codePoint);
    coverage[path] = toRanges(fresh);
  }
writeFileSync(new URL('coverage.json', folder), `${JSON.stringify(coverage, null, 2)}\n`);
