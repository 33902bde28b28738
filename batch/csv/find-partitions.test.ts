import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { createCsvReader } from './csv-reader.ts';
import { type CsvDialect, commonDialect } from './dialect.ts';
import { createPartitionFinder, findPartitions } from './find-partitions.ts';
import { openBytes } from './open-bytes.ts';
import { type CsvPosition, type CsvRecord, fileStart } from './record.ts';
import { cutBytes, dialects, hostileText } from './testing/hostile-text.ts';

const utf16 = fc.boolean();

test('shares of a file read alone give what the whole gives', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 });
  const texts = fc.array(hostileText, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      texts,
      dialects,
      fc.integer({ min: 1, max: 6 }),
      sizes,
      utf16,
      (text, given, count, cuts, isUtf16) => {
        const dialect: CsvDialect = { ...given, encoding: isUtf16 ? 'utf-16le' : 'utf-8' };
        const bytes = Buffer.from(text, isUtf16 ? 'utf16le' : 'utf8');
        const finder = createPartitionFinder(dialect, fileStart, { bytes: bytes.length, count });
        for (const piece of cutBytes(bytes, cuts)) finder.push(piece);
        const partitions = finder.partitions();
        assert.ok(partitions.length <= count);
        const shares = partitions.flatMap(({ start, toByte }) =>
          read(bytes.subarray(start.byteOffset, toByte ?? bytes.length), dialect, start),
        );
        assert.deepEqual(shares, read(bytes, dialect, fileStart));
      },
    ),
    { numRuns: 1_000 },
  );
});

test('shares of a real file are of about equal length, with rows and lines counted on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'csv-partitions-'));
  try {
    const path = join(folder, 'invoices.csv');
    const rows = Array.from({ length: 20_000 }, (_, index) => `F-${index},"Smith,\n""J""",12.50\n`);
    await writeFile(path, `number,name,amount\n${rows.join('')}`);
    const first = { byteOffset: 19, rowNumber: 1, line: 2 };
    const partitions = await findPartitions(path, commonDialect, first, 4);
    assert.equal(partitions.length, 4);
    let rowNumber = 1;
    for (const { start, toByte } of partitions) {
      assert.deepEqual([start.rowNumber, start.line], [rowNumber, rowNumber * 2]);
      const reader = createCsvReader(commonDialect, { start, columns: 3 });
      const range = { start: start.byteOffset, end: toByte ?? undefined };
      const records: CsvRecord[] = [];
      for await (const piece of openBytes(path, range)) records.push(...reader.push(piece));
      records.push(...reader.end());
      assert.ok(Math.abs(records.length - 5_000) < 200, `${records.length} rows`);
      assert.ok(records.every(({ problem }) => problem === undefined));
      rowNumber += records.length;
    }
    assert.equal(rowNumber, 20_001);
  } finally {
    await rm(folder, { recursive: true });
  }
});

function read(bytes: Uint8Array, dialect: CsvDialect, start: CsvPosition): CsvRecord[] {
  const reader = createCsvReader(dialect, { start, columns: undefined });
  return [...reader.push(bytes), ...reader.end()];
}
