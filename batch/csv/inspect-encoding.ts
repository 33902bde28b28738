import { isAscii, isUtf8 } from 'node:buffer';
import { lineFeed } from './byte-kinds.ts';
import type { CsvEncoding } from './dialect.ts';

/** An encoding that fits bytes, and doubts about it. */
export interface EncodingProposal {
  readonly encoding: CsvEncoding;
  readonly doubts: readonly string[];
}

/** Proposes an encoding for the beginning of a file: by its byte order mark, its NULs, or its validity as UTF-8. */
export function inspectEncoding(sample: Uint8Array): EncodingProposal {
  const [first, second] = sample;
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', doubts: [] };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', doubts: [] };
  return inspectNuls(sample) ?? inspectUtf8(wholeLines(sample)) ?? inspectSingleByte(sample);
}

/** In UTF-16 without a byte order mark, ASCII has NULs in every second byte. */
function inspectNuls(sample: Uint8Array): EncodingProposal | undefined {
  const nuls = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) nuls[index % 2] = (nuls[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = nuls;
  if (Math.max(even, odd) * 8 < sample.length || sample.length === 0) return undefined;
  const encoding = odd > even ? 'utf-16le' : 'utf-16be';
  return {
    encoding,
    doubts: [`there is no byte order mark; ${encoding} is assumed by the places of the NULs`],
  };
}

function inspectUtf8(lines: Uint8Array): EncodingProposal | undefined {
  if (isAscii(lines)) {
    return {
      encoding: 'utf-8',
      doubts: ['the rows looked at are all ASCII; taken for utf-8, as nothing tells'],
    };
  }
  if (isUtf8(lines)) return { encoding: 'utf-8', doubts: [] };
  let characters = 0;
  let bad = 0;
  for (let at = 0; at < lines.length; ) {
    const lead = lines[at] as number;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const isCharacter = isUtf8(lines.subarray(at, at + length));
    if (!isCharacter) bad += 1;
    else if (length > 1) characters += 1;
    at += isCharacter ? length : 1;
  }
  // Bytes of another encoding are hardly ever valid UTF-8 by chance.
  if (characters < bad) return undefined;
  return {
    encoding: 'utf-8',
    doubts: [
      `${bad} bytes are no UTF-8, while ${characters} characters are; rows with the former will be rejected`,
    ],
  };
}

function inspectSingleByte(sample: Uint8Array): EncodingProposal {
  const windowsOnly = sample.some((byte) => byte >= 0x80 && byte < 0xa0);
  const encoding = !windowsOnly && sample.includes(0xa4) ? 'iso-8859-15' : 'windows-1252';
  const doubts = [`the bytes are no UTF-8; taken for ${encoding}: look at the letters with accents`];
  if (encoding === 'iso-8859-15') doubts.push('the byte 0xA4 is taken for €; in windows-1252 it is ¤');
  return { encoding, doubts };
}

/** Leaves out the last line, which the sample may have cut within a character. */
function wholeLines(sample: Uint8Array): Uint8Array {
  const end = sample.lastIndexOf(lineFeed);
  return end === -1 ? sample : sample.subarray(0, end);
}
