import { toPrefixPattern } from '#platform/database/like-pattern.ts';
import { countCodePoints } from '#platform/text/plain-text.ts';

/** The index contains parts of three characters, the beginnings and ends of words among them. */
const hasIndexedPart = /[\p{L}\p{N}]{3}|[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]/v;
const hasLetterOrDigit = /[\p{L}\p{N}]/v;

/**
 * The extent of a search: a text with an indexed part is looked for anywhere, lines included (CONTAINED), a shorter one at the
 * beginnings of the words of the invoice itself (WORDS), and one without a letter or digit nowhere. There is no index for
 * more, and the search would read the whole ledger.
 */
export type SearchExtent = 'CONTAINED' | 'WORDS' | 'NOWHERE';

/** The patterns of a text at the beginnings of words: of the first one, after a blank and on a new line. */
export function toWordPatterns(text: string): [string, string, string] {
  const beginning = toPrefixPattern(text);
  return [beginning, `% ${beginning}`, `%\n${beginning}`];
}

/** Finds the extent of the search for a text. */
export function toSearchExtent(text: string): SearchExtent {
  if (hasIndexedPart.test(text)) return 'CONTAINED';
  return hasLetterOrDigit.test(text) ? 'WORDS' : 'NOWHERE';
}

/** The most parts of a text that are compared with the sample, within some milliseconds. */
const mostParts = 6;

/** A word and what stands before and after it. */
const words = /(?<=([^\p{L}\p{N}]?))([\p{L}\p{N}]+)(?=([^\p{L}\p{N}]?))/gv;

/**
 * The words of a text; whatever contains the text has all of them. A short word stands with what surrounds it, as the
 * index has the beginnings and ends of words too. A text with a sigma has none: its lower form may depend on what follows.
 */
export function toParts(text: string): string[] {
  if (/[Σσς]/v.test(text)) return [];
  const parts = [...text.matchAll(words)].map(([, before = '', word = '', after = '']) =>
    countCodePoints(word) >= 3 ? word : `${before}${word}${after}`,
  );
  const distinct = [...new Set(parts)].toSorted((one, other) => other.length - one.length);
  return distinct.slice(0, mostParts);
}
