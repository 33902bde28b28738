import fc from 'fast-check';
import { type CsvDialect, commonDialect } from '../dialect.ts';

const structure = ['"', '"', ',', ',', '\n', '\n', '\r\n', '\r', '""', 'x"', '";', '#', '\n#'];
const characters = ['a', 'é', '€', '🧾', ' ', '\0', '\ufeff'];

/** Texts that are mostly structure, so that every rule meets every other. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...structure, ...characters), { maxLength: 40, size: 'max' })
  .map((pieces) => pieces.join(''));

export const dialects: fc.Arbitrary<CsvDialect> = fc.constantFrom(
  commonDialect,
  { ...commonDialect, separator: ';' },
  { ...commonDialect, comment: '#' },
  { ...commonDialect, quotes: false },
);

/** Encodings that have every character, and functions that encode a text in them. */
export const encodings = fc.constantFrom(
  { encoding: 'utf-8' as const, toBytes: (text: string) => Buffer.from(text) },
  { encoding: 'utf-16le' as const, toBytes: (text: string) => Buffer.from(text, 'utf16le') },
  { encoding: 'utf-16be' as const, toBytes: (text: string) => Buffer.from(text, 'utf16le').swap16() },
);

/** A file, its dialect, and the limit of its records, which they often exceed. */
export interface HostileFile {
  readonly bytes: Buffer;
  readonly dialect: CsvDialect;
  readonly maxBytes: number | undefined;
}

export const hostileFile: fc.Arbitrary<HostileFile> = fc
  .tuple(hostileText, dialects, encodings, fc.constantFrom(undefined, undefined, 4, 9, 16))
  .map(([text, dialect, { encoding, toBytes }, maxBytes]) => ({
    bytes: toBytes(text),
    dialect: { ...dialect, encoding },
    maxBytes,
  }));

/** Cuts bytes in pieces of these sizes; the last piece has the rest. */
export function cutBytes(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...pieces, bytes.subarray(at)];
}
