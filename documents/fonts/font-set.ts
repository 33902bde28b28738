import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';
import { findCjkSlice } from './cjk-coverage.ts';
import { unpackWoff } from './woff.ts';

/** The weights that are shipped. Chinese, Japanese and Korean letters have the regular one alone. */
export type FontWeight = 'regular' | 'bold';

/** A font as documents embed it. */
export interface ShippedFont {
  /** Unique among the fonts of the set. */
  readonly name: string;
  readonly font: Font;
}

const weightNumbers: Readonly<Record<FontWeight, number>> = { regular: 400, bold: 700 };

/** Files of letters, in the order in which they are asked; the first one has most of what Western Europe writes. */
const alphabets = [
  ['noto-sans', 'latin'],
  ['noto-sans', 'latin-ext'],
  ['noto-sans', 'greek'],
  ['noto-sans', 'cyrillic'],
  ['noto-sans-hebrew', 'hebrew'],
  ['noto-sans-arabic', 'arabic'],
  ['noto-sans', 'vietnamese'],
  ['noto-sans', 'greek-ext'],
  ['noto-sans', 'cyrillic-ext'],
  ['noto-sans', 'devanagari'],
] as const;

/** Stands for each character that no font has. */
const replacement = '\ufffd';

/** The fonts of the process, opened when a document first needs them: they do not change, and documents share them. */
const opened = new Map<string, ShippedFont>();
const found: Readonly<Record<FontWeight, Map<number, ShippedFont | undefined>>> = {
  regular: new Map(),
  bold: new Map(),
};

/** The font of most texts. */
export function getBaseFont(weight: FontWeight): ShippedFont {
  return openAlphabet(...alphabets[0], weight);
}

/** Finds the font that has a character; undefined if none has. */
export function findFont(codePoint: number, weight: FontWeight): ShippedFont | undefined {
  const known = found[weight];
  if (known.has(codePoint)) return known.get(codePoint);
  const font = searchFont(codePoint, weight);
  known.set(codePoint, font);
  return font;
}

/**
 * Replaces the characters of a text that no font has, which PDF/A forbids to print: a space of another width, such as that
 * between the digits of French amounts, by one that does not break, and any other one by the replacement character.
 */
export function replaceUnknown(text: string): string {
  return [...text]
    .map((character) => {
      if (findFont(character.codePointAt(0) ?? 0, 'regular') !== undefined) return character;
      return character.trim() === '' ? '\u00a0' : replacement;
    })
    .join('');
}

function searchFont(codePoint: number, weight: FontWeight): ShippedFont | undefined {
  for (const [family, subset] of alphabets) {
    const shipped = openAlphabet(family, subset, weight);
    if (shipped.font.hasGlyphForCodePoint(codePoint)) return shipped;
  }
  const slice = findCjkSlice(codePoint);
  return slice === undefined ? undefined : open(slice, new URL(`cjk/${slice}`, import.meta.url));
}

function openAlphabet(family: string, subset: string, weight: FontWeight): ShippedFont {
  const file = `${family}-${subset}-${weightNumbers[weight]}-normal.woff`;
  return opened.get(file) ?? open(file, new URL(import.meta.resolve(`@fontsource/${family}/files/${file}`)));
}

function open(name: string, url: URL): ShippedFont {
  const known = opened.get(name);
  if (known !== undefined) return known;
  const font = create(unpackWoff(readFileSync(url)));
  // A collection has no glyphs of its own; a shipped file is not one.
  if (!('layout' in font)) throw new TypeError(`${name} is a collection of fonts.`);
  const shipped = { name, font };
  opened.set(name, shipped);
  return shipped;
}
