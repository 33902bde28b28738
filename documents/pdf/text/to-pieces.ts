import {
  type FontWeight,
  findFont,
  getBaseFont,
  replaceUnknown,
  type ShippedFont,
} from '../../fonts/font-set.ts';
import { type Direction, toLevels, toShapedText } from './bidi.ts';

/** A part of a line that one font draws in one direction; white space is a part of its own. */
export interface TextPiece {
  readonly text: string;
  readonly font: ShippedFont;
  /** By the Unicode Bidirectional Algorithm: odd is from right to left. */
  readonly level: number;
  readonly isSpace: boolean;
}

/** Texts that the base font has whole, from left to right. A test asks the font for each character. */
const simple =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u00ff\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u20ac]*$/;
const words = /\s+|\S+/gu;
const mark = /^[\p{M}\u200c\u200d]$/u;

/** Splits a line into pieces in the order of its text. Characters that no font has are replaced. */
export function toPieces(text: string, weight: FontWeight, direction: Direction): TextPiece[] {
  if (direction === 'ltr' && simple.test(text)) {
    const font = getBaseFont(weight);
    return (text.match(words) ?? []).map((word) => ({
      text: word,
      font,
      level: 0,
      isSpace: word.trim() === '',
    }));
  }
  const known = replaceUnknown(text);
  const levels = toLevels(known, direction);
  const pieces: TextPiece[] = [];
  for (const { 0: word, index } of known.matchAll(words)) pieces.push(...splitWord(word, index));
  return pieces;

  function splitWord(word: string, start: number): TextPiece[] {
    const isSpace = word.trim() === '';
    const runs: { text: string; font: ShippedFont; level: number }[] = [];
    let at = start;
    for (const character of word) {
      const level = levels?.[at] ?? 0;
      at += character.length;
      const last = runs.at(-1);
      const codePoint = character.codePointAt(0) ?? 0;
      const font = findFont(codePoint, weight);
      // A mark stays with its letter where that font has it, as it could not be placed otherwise.
      const joins = mark.test(character) && last?.font.font.hasGlyphForCodePoint(codePoint) === true;
      if (last !== undefined && last.level === level && (joins || last.font === font)) last.text += character;
      else runs.push({ text: character, font: font ?? getBaseFont(weight), level });
    }
    return runs.map((run) => ({ ...run, text: toShapedText(run.text, run.level), isSpace }));
  }
}
