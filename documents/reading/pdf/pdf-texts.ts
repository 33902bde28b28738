import { DocumentReadError } from '../document-read-error.ts';
import { PdfName, PdfString } from './pdf-value.ts';

/** A value and the place after it. */
interface ReadText<Value> {
  readonly value: Value;
  readonly end: number;
}

const nameEnds = new Set(Buffer.from('()<>[]{}/%\0\t\n\f\r '));
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** In bytes: of a name or a string. */
const maxTextBytes = 1 << 20;

/** Reads a name after its slash; `#20` is a byte by its two hexadecimal digits (ISO 32000-1, 7.3.5). */
export function readName(bytes: Buffer, start: number): ReadText<PdfName> {
  let end = start + 1;
  while (end < bytes.length && !nameEnds.has(bytes[end] ?? 0)) end += 1;
  const text = takeText(bytes, start + 1, end).replace(/#([\da-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return { value: new PdfName(text), end };
}

/** Reads a string in parentheses, of which pairs may stand in it (ISO 32000-1, 7.3.4.2). */
export function readLiteralString(bytes: Buffer, start: number): ReadText<PdfString> {
  let end = start + 1;
  for (let open = 1; open > 0; end += 1) {
    const byte = bytes[end];
    if (byte === undefined) throw cutOff(start);
    if (byte === 0x5c) end += 1;
    else if (byte === 0x28) open += 1;
    else if (byte === 0x29) open -= 1;
  }
  const text = takeText(bytes, start + 1, end - 1).replace(
    /\\(\r\n|[0-7]{1,3}|.)/gs,
    (_, escaped: string) => {
      if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) & 0xff);
      return /^[\r\n]/.test(escaped) ? '' : (escapes[escaped] ?? escaped);
    },
  );
  return { value: new PdfString(Buffer.from(text, 'latin1')), end };
}

/** Reads a string of hexadecimal digits; one that is missing at the end is a zero (ISO 32000-1, 7.3.4.3). */
export function readHexString(bytes: Buffer, start: number): ReadText<PdfString> {
  const end = bytes.indexOf('>', start);
  if (end < 0) throw cutOff(start);
  const digits = takeText(bytes, start + 1, end).replace(/[^\da-fA-F]/g, '');
  return {
    value: new PdfString(Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex')),
    end: end + 1,
  };
}

function takeText(bytes: Buffer, start: number, end: number): string {
  if (end - start <= maxTextBytes) return bytes.toString('latin1', start, end);
  throw new DocumentReadError('TOO_LARGE', `the PDF has a text of more than ${maxTextBytes} bytes`);
}

function cutOff(start: number): DocumentReadError {
  return new DocumentReadError('DAMAGED', `the PDF ends within the string at byte ${start}`);
}
