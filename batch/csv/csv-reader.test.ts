import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createCsvReader } from './csv-reader.ts';
import { type CsvDialect, commonDialect } from './dialect.ts';
import { type CsvRecord, fileStart } from './record.ts';
import { readWithReference } from './testing/reference-reader.ts';

/** Texts that are mostly structure, so that every rule meets every other. */
const hostile = fc.array(
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
  ),
  { maxLength: 40 },
);
const dialects = fc.constantFrom<CsvDialect>(
  commonDialect,
  { ...commonDialect, separator: ';' },
  { ...commonDialect, comment: '#' },
  { ...commonDialect, quotes: false },
);

test('reads hostile texts as csv-parse does, up to the first record that it refuses', () => {
  fc.assert(
    fc.property(hostile, dialects, (pieces, dialect) => {
      // csv-parse takes a comment right behind a closing quote for a comment, we for a bad quote.
      fc.pre(dialect.comment === undefined || !pieces.join('').includes('"#'));
      assertAgrees(pieces.join(''), dialect);
    }),
    { numRuns: 5_000 },
  );
});

test('reads the same however the bytes are cut', () => {
  fc.assert(
    fc.property(hostile, dialects, fc.array(fc.integer({ min: 1, max: 7 })), (pieces, dialect, sizes) => {
      const bytes = Buffer.from(pieces.join(''));
      assert.deepEqual(readAll(cut(bytes, sizes), dialect), readAll([bytes], dialect));
    }),
    { numRuns: 2_000 },
  );
});

test('goes on behind any record as if it had never stopped', () => {
  fc.assert(
    fc.property(hostile, dialects, (pieces, dialect) => {
      const bytes = Buffer.from(pieces.join(''));
      const all = readAll([bytes], dialect);
      for (const [index, record] of all.entries()) {
        const reader = createCsvReader(dialect, { start: record, columns: undefined });
        const rest = [...reader.push(bytes.subarray(record.byteOffset)), ...reader.end()];
        assert.deepEqual(rest, all.slice(index));
      }
    }),
    { numRuns: 2_000 },
  );
});

function assertAgrees(text: string, dialect: CsvDialect): void {
  const reference = readWithReference(Buffer.from(text), dialect);
  const ours = readAll([Buffer.from(text)], dialect);
  const firstBad = ours.findIndex((record) => record.problem !== undefined);
  const good = firstBad === -1 ? ours : ours.slice(0, firstBad);
  assert.deepEqual(
    good.map((record) => record.fields),
    reference.records,
  );
  const accepted = codesOf[reference.refusal ?? ''] ?? [undefined];
  assert.ok(
    accepted.includes(ours[firstBad]?.problem?.code),
    `${reference.refusal}: ${ours[firstBad]?.problem?.code}`,
  );
}

/** What csv-parse calls by one name, we tell apart. */
const codesOf: Record<string, (string | undefined)[]> = {
  INVALID_OPENING_QUOTE: ['BAD_QUOTE'],
  CSV_INVALID_CLOSING_QUOTE: ['BAD_QUOTE', 'QUOTE_NOT_CLOSED'],
  CSV_QUOTE_NOT_CLOSED: ['QUOTE_NOT_CLOSED', 'CUT_OFF'],
};

function readAll(chunks: readonly Uint8Array[], dialect: CsvDialect): CsvRecord[] {
  const reader = createCsvReader(dialect, { start: fileStart, columns: undefined });
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()];
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...chunks, bytes.subarray(at)];
}
