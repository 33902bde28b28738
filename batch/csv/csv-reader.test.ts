import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createCsvReader } from './csv-reader.ts';
import { type CsvDialect, commonDialect } from './dialect.ts';
import { type CsvRecord, fileStart } from './record.ts';
import { cutBytes, dialects, hostileText } from './testing/hostile-text.ts';
import { readWithReference } from './testing/reference-reader.ts';

test('reads hostile texts as csv-parse does, up to the first record that it refuses', () => {
  fc.assert(
    fc.property(hostileText, dialects, (text, dialect) => {
      // csv-parse takes a comment or NUL right behind a closing quote for its end, we for a bad quote.
      fc.pre(!text.includes('"\0') && (dialect.comment === undefined || !text.includes('"#')));
      assertAgrees(Buffer.from(text), dialect);
    }),
    { numRuns: 3_000 },
  );
});

test('reads ordinary tables as csv-parse does, with every quote and line end', () => {
  const cell = fc
    .tuple(fc.string({ unit: 'grapheme' }), fc.boolean())
    .map(([text, isQuoted]) =>
      isQuoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
    );
  const row = fc.array(cell, { minLength: 1, maxLength: 6 });
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  fc.assert(
    fc.property(fc.array(fc.tuple(row, lineEnd), { maxLength: 12 }), (rows) => {
      assertAgrees(Buffer.from(rows.map(([cells, end]) => cells.join(',') + end).join('')), commonDialect);
    }),
    { numRuns: 300 },
  );
});

test('reads single-byte texts as csv-parse does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      // Of these csv-parse knows Latin-1, which has what windows-1252 has but for 0x80 to 0x9F.
      const latin = bytes.map((byte) => (byte === 0 || (byte >= 0x80 && byte < 0xa0) ? 0x61 : byte));
      assertAgrees(latin, { ...commonDialect, encoding: 'windows-1252' });
    }),
  );
});

test('reads the same however the bytes are cut', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 7 }));
  fc.assert(
    fc.property(hostileText, dialects, sizes, encodings, (text, dialect, given, encode) => {
      const bytes = encode.toBytes(text);
      const encoded = { ...dialect, encoding: encode.encoding };
      assert.deepEqual(readAll(cutBytes(bytes, given), encoded), readAll([bytes], encoded));
    }),
    { numRuns: 1_000 },
  );
});

test('goes on behind any record as if it had never stopped', () => {
  fc.assert(
    fc.property(hostileText, dialects, encodings, (text, dialect, encode) => {
      const bytes = encode.toBytes(text);
      const encoded = { ...dialect, encoding: encode.encoding };
      const all = readAll([bytes], encoded);
      for (const [index, record] of all.entries()) {
        const reader = createCsvReader(encoded, { start: record, columns: 3 });
        const rest = [...reader.push(bytes.subarray(record.byteOffset)), ...reader.end()];
        assert.deepEqual(rest, all.slice(index));
      }
    }),
    { numRuns: 1_000 },
  );
});

test('its position is behind the last record handed out', () => {
  fc.assert(
    fc.property(hostileText, dialects, fc.nat(100), (text, dialect, place) => {
      const bytes = Buffer.from(text);
      const reader = createCsvReader(dialect, { start: fileStart, columns: 3 });
      const before = reader.push(bytes.subarray(0, place));
      const start = reader.position();
      const second = createCsvReader(dialect, { start, columns: 3 });
      const after = [...second.push(bytes.subarray(start.byteOffset)), ...second.end()];
      assert.deepEqual([...before, ...after], readAll([bytes], dialect));
    }),
    { numRuns: 1_000 },
  );
});

test('reads UTF-16 as it reads UTF-8, at other places', () => {
  const withoutPlaces = (records: readonly CsvRecord[]) =>
    records.map(({ fields, rowNumber, line, problem }) => [fields, rowNumber, line, problem?.code]);
  fc.assert(
    fc.property(hostileText, dialects, encodings, (text, dialect, { encoding, toBytes }) => {
      const records = readAll([toBytes(text)], { ...dialect, encoding });
      assert.deepEqual(withoutPlaces(records), withoutPlaces(readAll([Buffer.from(text)], dialect)));
    }),
  );
});

function assertAgrees(bytes: Uint8Array, dialect: CsvDialect): void {
  const reference = readWithReference(bytes, dialect);
  const reader = createCsvReader(dialect, { start: fileStart, columns: undefined });
  const ours = [...reader.push(bytes), ...reader.end()];
  // csv-parse lets NULs be.
  const firstBad = ours.findIndex(({ problem }) => problem !== undefined && problem.code !== 'NUL_CHARACTER');
  const good = firstBad === -1 ? ours : ours.slice(0, firstBad);
  assert.deepEqual(
    good.map(({ fields }) => fields),
    reference.records.map((cells) => {
      const hasNul = cells.some((cell) => cell.includes('\0'));
      return hasNul ? cells.map((cell) => cell.replaceAll('\0', '␀')) : cells;
    }),
  );
  const accepted = codesOf[reference.refusal ?? ''] ?? [undefined];
  const code = ours[firstBad]?.problem?.code;
  assert.ok(accepted.includes(code), `${reference.refusal}: ${code}`);
}

/** What csv-parse calls by one name, we tell apart. */
const codesOf: Record<string, (string | undefined)[]> = {
  INVALID_OPENING_QUOTE: ['BAD_QUOTE'],
  CSV_INVALID_CLOSING_QUOTE: ['BAD_QUOTE', 'QUOTE_NOT_CLOSED'],
  CSV_QUOTE_NOT_CLOSED: ['QUOTE_NOT_CLOSED', 'CUT_OFF'],
};

const encodings = fc.constantFrom(
  { encoding: 'utf-8' as const, toBytes: (text: string) => Buffer.from(text) },
  { encoding: 'utf-16le' as const, toBytes: (text: string) => Buffer.from(text, 'utf16le') },
  { encoding: 'utf-16be' as const, toBytes: (text: string) => Buffer.from(text, 'utf16le').swap16() },
);

function readAll(pieces: readonly Uint8Array[], dialect: CsvDialect): CsvRecord[] {
  const reader = createCsvReader(dialect, { start: fileStart, columns: 3 });
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}
