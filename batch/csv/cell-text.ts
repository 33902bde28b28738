import { isUtf8 } from 'node:buffer';
import type { CsvEncoding } from './dialect.ts';

/** Decodes cells whose bytes are not all ASCII. */
export interface CellText {
  decode(bytes: Buffer, start: number, end: number): string;
  /** The first byte that belongs to no character of the encoding; -1 if all do. */
  findBadByte(bytes: Buffer, start: number, end: number): number;
}

/** Creates the decoder of an encoding. UTF-16 has become UTF-8 before it. */
export function createCellText(encoding: CsvEncoding): CellText {
  if (encoding === 'windows-1252' || encoding === 'iso-8859-15') return createSingleByteText(encoding);
  return {
    decode: (bytes, start, end) => bytes.toString('utf8', start, end),
    findBadByte: findBadUtf8,
  };
}

function createSingleByteText(encoding: 'windows-1252' | 'iso-8859-15'): CellText {
  const characters = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  // The standard decodes bytes without a character as controls; in an invoice they are a sign of another encoding.
  const isBad = Uint8Array.from(characters, (character) => (/[\u0080-\u009f]/.test(character) ? 1 : 0));
  return {
    decode: (bytes, start, end) => {
      let text = '';
      for (let at = start; at < end; at += 1) text += characters[bytes[at] as number];
      return text;
    },
    findBadByte: (bytes, start, end) => {
      for (let at = start; at < end; at += 1) if (isBad[bytes[at] as number] === 1) return at;
      return -1;
    },
  };
}

/** Finds the first byte at which no character of UTF-8 begins (RFC 3629, section 4). */
function findBadUtf8(bytes: Buffer, start: number, end: number): number {
  if (isUtf8(bytes.subarray(start, end))) return -1;
  let at = start;
  while (at < end) {
    const lead = bytes[at] as number;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (at + length > end || !isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return -1;
}
