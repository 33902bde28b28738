import type { PdfBudget } from './pdf-budget.ts';
import { PdfParser } from './pdf-parser.ts';
import { PdfStream, type PdfValue } from './pdf-value.ts';

/**
 * Reads the indirect object at a place of a file (ISO 32000-1, 7.3.8 and 7.3.10).
 *
 * @param resolve returns the value that a reference stands for, as the length of a stream may be one
 */
export function readStream(
  bytes: Buffer,
  offset: number,
  resolve: (value: PdfValue) => PdfValue,
  budget: PdfBudget,
): PdfValue {
  const parser = new PdfParser(bytes, budget, offset);
  parser.readInteger();
  parser.readInteger();
  parser.expect('obj');
  const value = parser.readValue();
  if (!(value instanceof Map) || !parser.tryWord('stream')) return value;
  const start = skipLineEnd(bytes, parser.position);
  const length = resolve(value.get('Length'));
  const end = typeof length === 'number' ? start + length : -1;
  const isRight = end >= start && end <= bytes.length && isEnd(bytes, end, budget);
  // A length that is wrong is mended by programs that show the file, too.
  const found = isRight ? end : bytes.indexOf('endstream', start);
  if (!isRight) budget.spendParsedBytes((found < 0 ? bytes.length : found) - start);
  return new PdfStream(value, bytes.subarray(start, found < 0 ? start : found));
}

function isEnd(bytes: Buffer, at: number, budget: PdfBudget): boolean {
  const parser = new PdfParser(bytes, budget, at);
  return parser.tryWord('endstream');
}

/** The line end after the keyword is CR LF or LF. */
function skipLineEnd(bytes: Buffer, at: number): number {
  if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) return at + 2;
  return bytes[at] === 0x0a || bytes[at] === 0x0d ? at + 1 : at;
}
