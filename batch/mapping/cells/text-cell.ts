import { type CellProblem, show } from './cell-problem.ts';

/** Control characters and halves of surrogate pairs: as in the FACTURATION message. */
const forbidden = /[\p{Cc}\p{Cs}]/u;

/** Removes white space at both ends, quickly where there is none. */
export function trimCell(text: string): string {
  const last = text.length - 1;
  if (last < 0 || (isPrintable(text.charCodeAt(0)) && isPrintable(text.charCodeAt(last)))) return text;
  return text.trim();
}

/** Whether a text can stand on an invoice. Lengths are in Unicode code points. An empty text can. */
export function isInvoiceText(text: string, maxLength: number): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 32 || code > 126) return isUnusualText(text, maxLength);
  }
  return text.length <= maxLength;
}

/** Why a text cannot. */
export function explainText(text: string, maxLength: number): CellProblem {
  if (forbidden.test(text)) {
    return {
      code: 'CONTROL_CHARACTER',
      message: `${show(text)} must be without line ends, tabs and other control characters`,
    };
  }
  return { code: 'TEXT_TOO_LONG', message: `${show(text)} must have at most ${maxLength} characters` };
}

function isPrintable(code: number): boolean {
  return code > 32 && code < 127;
}

function isUnusualText(text: string, maxLength: number): boolean {
  if (forbidden.test(text)) return false;
  return text.length <= maxLength || Array.from(text).length <= maxLength;
}
