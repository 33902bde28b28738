import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CsvReader, createCsvReader } from './csv-reader.ts';
import { type CsvDialect, commonDialect } from './dialect.ts';
import { type CsvPosition, type CsvRecord, fileStart } from './record.ts';
import {
  cutBytes,
  dialects,
  encodings,
  type HostileFile,
  hostileFile,
  hostileText,
} from './testing/hostile-text.ts';
import { readWithReference } from './testing/reference-reader.ts';

test('reads hostile texts as csv-parse does, up to the first record that it refuses', () => {
  fc.assert(
    fc.property(hostileText, dialects, (text, dialect) => {
      // csv-parse lets a comment or NUL right after a closing quote end the cell; here it is a bad quote.
      fc.pre(!text.includes('"\0') && (dialect.comment === undefined || !text.includes('"#')));
      assertAgrees(Buffer.from(text), dialect);
    }),
    { numRuns: 2_000 },
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
      // Of these csv-parse has Latin-1, which is windows-1252 except for 0x80 to 0x9F. It treats NUL differently, and
      // also 0x1A at the end of a file, with which DOS ends texts.
      const differs = (byte: number) => byte === 0 || byte === 0x1a || (byte >= 0x80 && byte < 0xa0);
      const latin = bytes.map((byte) => (differs(byte) ? 0x61 : byte));
      assertAgrees(latin, { ...commonDialect, encoding: 'windows-1252' });
    }),
    { numRuns: 1_000 },
  );
});

test('reads the same however the bytes are cut', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 7 }));
  fc.assert(
    fc.property(hostileFile, sizes, (file, given) => {
      assert.deepEqual(readAll(file, cutBytes(file.bytes, given)), readAll(file));
    }),
    { numRuns: 1_000 },
  );
});

test('continues after any record as if it had never stopped', () => {
  fc.assert(
    fc.property(hostileFile, (file) => {
      const all = readAll(file);
      for (const [index, record] of all.entries()) assert.deepEqual(readFrom(file, record), all.slice(index));
    }),
    { numRuns: 1_000 },
  );
});

test('its position is after the last record returned', () => {
  fc.assert(
    fc.property(hostileFile, fc.nat(100), (file, place) => {
      const reader = createReader(file, fileStart);
      const before = reader.push(file.bytes.subarray(0, place));
      assert.deepEqual([...before, ...readFrom(file, reader.position())], readAll(file));
    }),
    { numRuns: 1_000 },
  );
});

test('bytes may be overwritten once they are pushed', () => {
  const reader = createReader({ dialect: commonDialect, maxBytes: undefined }, fileStart);
  const bytes = Buffer.from('a,b,c\n"d","é');
  const records = reader.push(bytes);
  bytes.fill(0);
  records.push(...reader.push(Buffer.from('",e\n')));
  assert.deepEqual(
    records.map(({ fields }) => fields),
    [
      ['a', 'b', 'c'],
      ['d', 'é', 'e'],
    ],
  );
});

test('reads UTF-16 as it reads UTF-8, at other places', () => {
  const withoutPlaces = (records: readonly CsvRecord[]) =>
    records.map(({ fields, rowNumber, line, problem }) => [fields, rowNumber, line, problem?.code]);
  fc.assert(
    fc.property(hostileText, dialects, encodings, (text, dialect, { encoding, toBytes }) => {
      const ours = readAll({ bytes: toBytes(text), dialect: { ...dialect, encoding }, maxBytes: undefined });
      const expected = readAll({ bytes: Buffer.from(text), dialect, maxBytes: undefined });
      assert.deepEqual(withoutPlaces(ours), withoutPlaces(expected));
    }),
  );
});

function assertAgrees(bytes: Uint8Array, dialect: CsvDialect): void {
  const reference = readWithReference(bytes, dialect);
  const reader = createCsvReader(dialect, { start: fileStart, columns: undefined });
  const ours = [...reader.push(bytes), ...reader.end()];
  // csv-parse accepts NULs.
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

/** The codes of the problems that csv-parse calls by one name. */
const codesOf: Record<string, (string | undefined)[]> = {
  INVALID_OPENING_QUOTE: ['BAD_QUOTE'],
  CSV_INVALID_CLOSING_QUOTE: ['BAD_QUOTE', 'QUOTE_NOT_CLOSED'],
  CSV_QUOTE_NOT_CLOSED: ['QUOTE_NOT_CLOSED', 'CUT_OFF'],
};

function createReader({ dialect, maxBytes }: Omit<HostileFile, 'bytes'>, start: CsvPosition): CsvReader {
  return createCsvReader(dialect, { start, columns: 3, maxBytes });
}

function readAll(file: HostileFile, pieces: readonly Uint8Array[] = [file.bytes]): CsvRecord[] {
  const reader = createReader(file, fileStart);
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}

function readFrom(file: HostileFile, start: CsvPosition): CsvRecord[] {
  const reader = createReader(file, start);
  return [...reader.push(file.bytes.subarray(start.byteOffset)), ...reader.end()];
}
