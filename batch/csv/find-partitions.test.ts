import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { createCsvReader } from './csv-reader.ts';
import { commonDialect } from './dialect.ts';
import { createPartitionFinder, findPartitions } from './find-partitions.ts';
import { openBytes } from './open-bytes.ts';
import { type CsvPosition, type CsvRecord, fileStart } from './record.ts';
import { cutBytes, type HostileFile, hostileFile } from './testing/hostile-text.ts';

test('shares of a file read alone give the same records as the whole file', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 });
  fc.assert(
    fc.property(hostileFile, fc.integer({ min: 1, max: 6 }), sizes, (file, count, cuts) => {
      const { bytes, dialect, maxBytes } = file;
      const finder = createPartitionFinder(dialect, fileStart, { bytes: bytes.length, count, maxBytes });
      for (const piece of cutBytes(bytes, cuts)) finder.push(piece);
      const partitions = finder.partitions();
      assert.ok(partitions.length <= count);
      const shares = partitions.flatMap(({ start, toByte }) => read(file, start, toByte ?? bytes.length));
      assert.deepEqual(shares, read(file, fileStart, bytes.length));
    }),
    { numRuns: 1_000 },
  );
});

test('a row as long as several shares takes their place; the other shares are of even length', () => {
  const rows = `${'x'.repeat(600)},y\n${'1,2\n'.repeat(100)}`;
  const finder = createPartitionFinder(commonDialect, fileStart, { bytes: rows.length, count: 10 });
  finder.push(Buffer.from(rows));
  const starts = finder.partitions().map(({ start }) => start.byteOffset);
  assert.deepEqual(starts, [0, 603, 703, 803, 903]);
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

function read({ bytes, dialect, maxBytes }: HostileFile, start: CsvPosition, end: number): CsvRecord[] {
  const reader = createCsvReader(dialect, { start, columns: undefined, maxBytes });
  return [...reader.push(bytes.subarray(start.byteOffset, end)), ...reader.end()];
}
