import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CsvFile, placeRows } from './csv-layout.ts';
import { csvHeaderBytes } from './csv-row.ts';

const monday = '2026-03-02';
const tuesday = '2026-03-03';

test('the first row begins the first file, after its header', () => {
  const { placements, files } = placeRows(undefined, [10, 20], { day: monday, maxBytes: 1_000 });
  assert.deepEqual(placements, [
    { sequence: 1n, fileId: 1, start: csvHeaderBytes },
    { sequence: 2n, fileId: 1, start: csvHeaderBytes + 10 },
  ]);
  assert.deepEqual(files, [
    {
      id: 1,
      name: 'facturation-2026-03-02-000001.csv',
      day: monday,
      firstSequence: 1n,
      rowCount: 2,
      bytes: csvHeaderBytes + 30,
    },
  ]);
});

test('no rows change nothing', () => {
  assert.deepEqual(placeRows(undefined, [], { day: monday, maxBytes: 1_000 }), { placements: [], files: [] });
});

test('a new day begins a new file; a clock that goes back does not', () => {
  const [first] = placeRows(undefined, [10], { day: monday, maxBytes: 1_000 }).files;
  const [second] = placeRows(first, [10], { day: tuesday, maxBytes: 1_000 }).files;
  assert.deepEqual([second?.id, second?.day, second?.firstSequence], [2, tuesday, 2n]);
  const [same] = placeRows(second, [10], { day: monday, maxBytes: 1_000 }).files;
  assert.deepEqual([same?.id, same?.rowCount], [2, 2]);
});

test('files fill up to their limit, in whole rows, without a gap, however rows come in batches', () => {
  const batches = fc.array(fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 12 }), { maxLength: 6 });
  fc.assert(
    fc.property(batches, (given) => {
      const maxBytes = csvHeaderBytes + 250;
      const files = new Map<number, CsvFile>();
      const starts: string[] = [];
      let sequence = 0n;
      for (const rowBytes of given) {
        const newest = [...files.values()].at(-1);
        const placed = placeRows(newest, rowBytes, { day: monday, maxBytes });
        for (const file of placed.files) files.set(file.id, file);
        for (const placement of placed.placements) {
          sequence += 1n;
          assert.equal(placement.sequence, sequence);
          starts.push(`${placement.fileId}:${placement.start}`);
        }
      }
      const expected: string[] = [];
      const lengths = given.flat();
      for (const file of files.values()) {
        let start = csvHeaderBytes;
        for (const bytes of lengths.splice(0, file.rowCount)) {
          expected.push(`${file.id}:${start}`);
          start += bytes;
        }
        assert.equal(file.bytes, start);
        assert.ok(file.bytes <= maxBytes || file.rowCount === 1);
      }
      assert.deepEqual(starts, expected);
    }),
  );
});
