/** Control characters, line and paragraph separators, and marks that reorder what is shown (UAX #9). */
const forbiddenInLine = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const blank = /^[\p{Z}\p{Cc}\p{Cf}]*$/u;

/** How a text may be made up. */
export interface PlainTextForm {
  /** Whether it may have tabs and several lines. */
  readonly isMultiline?: boolean;
}

/**
 * Gives a text the one form it is stored in: Unicode NFC, no white space at its ends, lines that end with a line feed.
 */
export function normaliseText(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n').trim();
}

/** Whether a normalised text holds nothing that cannot be stored, printed or seen for what it is. */
export function isPlainText(text: string, { isMultiline = false }: PlainTextForm = {}): boolean {
  if (!text.isWellFormed()) return false;
  return !forbiddenInLine.test(isMultiline ? text.replace(/[\n\t]/g, '') : text);
}

/** Whether there is nothing to see in a text. */
export function isBlank(text: string): boolean {
  return blank.test(text);
}

/** The length of a text in Unicode code points, as PostgreSQL's `char_length` counts it too. */
export function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
