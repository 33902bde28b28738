import fc from 'fast-check';
import { type CsvDialect, commonDialect } from '../dialect.ts';

/** Texts that are mostly structure, so that every rule meets every other. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      '"',
      '"',
      ',',
      ',',
      '\n',
      '\n',
      '\r\n',
      '\r',
      'a',
      'é',
      '€',
      '🧾',
      ' ',
      '""',
      'x"',
      '";',
      '#',
      '\0',
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

export const dialects: fc.Arbitrary<CsvDialect> = fc.constantFrom(
  commonDialect,
  { ...commonDialect, separator: ';' },
  { ...commonDialect, comment: '#' },
  { ...commonDialect, quotes: false },
);

/** Cuts bytes in pieces of these sizes, and the rest. */
export function cutBytes(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...pieces, bytes.subarray(at)];
}
