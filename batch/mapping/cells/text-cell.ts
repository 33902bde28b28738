import {
  countCodePoints,
  findForbidden,
  isBlank,
  isPlainText,
  normaliseText,
} from '#platform/text/plain-text.ts';
import { type CellProblem, show } from './cell-problem.ts';

const space = 32;
/** The one character of Latin-1 after U+00A0 that is invisible. */
const softHyphen = 0xad;

/** Removes white space at both ends, quickly if there is none. */
export function trimCell(text: string): string {
  const last = text.length - 1;
  if (last < 0 || (isVisible(text.charCodeAt(0)) && isVisible(text.charCodeAt(last)))) return text;
  return text.trim();
}

/** Returns the normal form of a trimmed cell's text, quickly if the text has it; empty if nothing is visible. */
export function toNormalCell(text: string): string {
  if (isCommonText(text)) return text;
  const normal = normaliseText(text);
  return isBlank(normal) ? '' : normal;
}

/** True if a text in its normal form, or an empty one, is allowed on an invoice. Lengths are in Unicode code points. */
export function isInvoiceText(text: string, maxLength: number): boolean {
  // No code point has more than two units: a text of megabytes is neither counted nor searched.
  if (text.length > 2 * maxLength || !isPlainText(text)) return false;
  return text.length <= maxLength || countCodePoints(text) <= maxLength;
}

/** Says why a text is not allowed. */
export function explainText(text: string, maxLength: number): CellProblem {
  const forbidden = findForbidden(text);
  if (forbidden !== undefined) {
    return {
      code: 'CONTROL_CHARACTER',
      message: `${show(text)} must have no control characters, line ends or tabs; it has ${forbidden}`,
    };
  }
  return { code: 'TEXT_TOO_LONG', message: `${show(text)} must have at most ${maxLength} characters` };
}

/**
 * Tests if a text is made of common characters: printable ASCII, the other visible characters of Latin-1, the letters of
 * Latin Extended-A, and unified ideographs. Its first and last characters are visible. Such a text is plain and in its normal
 * form: none of these characters combines with another one, and none is invisible or a wide or narrow space.
 */
export function isCommonText(text: string): boolean {
  if (text === '' || text.charCodeAt(0) === space || text.charCodeAt(text.length - 1) === space) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (!isCommon(text.charCodeAt(index))) return false;
  }
  return true;
}

function isCommon(code: number): boolean {
  if (code < 127) return code >= space;
  return (code > 0xa0 && code <= 0x17f && code !== softHyphen) || (code >= 0x4e00 && code <= 0x9fff);
}

function isVisible(code: number): boolean {
  return code > 32 && code < 127;
}
