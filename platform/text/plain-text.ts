import { removeInvisibleMarks, reorderingMarks } from './invisible-marks.ts';

/** Control characters, line and paragraph separators, marks that reorder what is shown (UAX #9), and noncharacters. */
const forbidden = String.raw`\p{Cc}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}${reorderingMarks}`;
const forbiddenInLine = new RegExp(`[${forbidden}]`, 'v');
/** A half of a surrogate pair alone, too. */
const forbiddenOrHalf = new RegExp(String.raw`[${forbidden}\p{Cs}]`, 'v');
const printableAscii = /^[!-~](?:[ -~]*[!-~])?$/;
/** Spaces of other widths; U+1680 is one that is seen. */
const otherSpaces = /[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g;
/** U+2800 is a braille cell without dots. */
const blank = /^[\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/v;

/** The characters that a text may have. */
export interface PlainTextForm {
  /** True if it may have tabs and several lines. */
  readonly isMultiline?: boolean;
}

/**
 * Gives a text from outside the one form in which it is stored, compared and searched: Unicode NFC, plain spaces, no white
 * space at its ends, lines that end with a line feed, and no invisible characters but those that change what is seen.
 *
 * Two texts that differ in nothing else are the same text. See docs/adr/0023-one-form-of-text.md.
 */
export function normaliseText(text: string): string {
  if (printableAscii.test(text)) return text;
  let normal = text.replace(/\r\n?/g, '\n').replace(otherSpaces, ' ');
  for (let before = ''; before !== normal; ) {
    before = normal;
    normal = removeInvisibleMarks(normal.normalize('NFC')).trim();
  }
  return normal;
}

/** True if a normalised text has only characters that can be stored, printed and recognised. */
export function isPlainText(text: string, { isMultiline = false }: PlainTextForm = {}): boolean {
  if (!text.isWellFormed()) return false;
  return !forbiddenInLine.test(isMultiline ? text.replace(/[\n\t]/g, '') : text);
}

/** The first character for which a normalised text is not plain, as `U+202E`; undefined for a plain text. */
export function findForbidden(text: string, { isMultiline = false }: PlainTextForm = {}): string | undefined {
  const found = forbiddenOrHalf.exec(isMultiline ? text.replace(/[\n\t]/g, ' ') : text)?.[0];
  return found && `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * The text as a search compares it: normalised. `undefined` if no stored text can contain it, an empty text if it asks
 * for nothing.
 */
export function toSearchText(text: string, form?: PlainTextForm): string | undefined {
  const normal = normaliseText(text);
  if (!isPlainText(normal, form)) return undefined;
  return isBlank(normal) ? '' : normal;
}

/** True if a text shows nothing. */
export function isBlank(text: string): boolean {
  return blank.test(text);
}

/** The length of a text in Unicode code points, as PostgreSQL's `char_length` counts it too. */
export function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
