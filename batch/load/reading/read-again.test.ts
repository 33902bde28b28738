import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createCsvReader } from '../../csv/csv-reader.ts';
import { commonDialect } from '../../csv/dialect.ts';
import { fileStart } from '../../csv/record.ts';
import { HeldBytes } from './held-bytes.ts';
import { readAgain } from './read-again.ts';

const task = { dialect: { ...commonDialect, header: false }, columns: undefined, isRejectFile: false };

test('rows read again are the rows that were read, wherever chunks and pieces end', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', ' '), maxLength: 6 });
  const file = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 12 });
  const size = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(file, size, size, fc.nat(11), (rows, pieceBytes, chunkRows, wanted) => {
      const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n');
      const bytes = Buffer.from(`${text}\n`);
      const reader = createCsvReader(task.dialect, { start: fileStart, columns: undefined });
      const records = [...reader.push(bytes), ...reader.end()];
      const held = new HeldBytes(0);
      for (let from = 0; from < bytes.length; from += pieceBytes) {
        held.push(bytes.subarray(from, from + pieceBytes));
      }
      for (let from = 0; from < records.length; from += chunkRows) {
        const start = records[from] ?? reader.position();
        const next = records[from + chunkRows] ?? reader.position();
        held.dropBefore(start.byteOffset);
        const pieces = held.between(start.byteOffset, next.byteOffset);
        const asked = records
          .slice(from, from + chunkRows)
          .filter(({ rowNumber }) => rowNumber === wanted + 1);
        const again = readAgain(
          task,
          { start, pieces, rowCounts: new Map() },
          asked.map(({ rowNumber }) => rowNumber),
        );
        assert.deepEqual(
          again,
          asked.map(({ rowNumber, line, byteOffset, fields }) => ({
            firstRow: rowNumber,
            rowNumber,
            line,
            byteOffset,
            cells: fields,
          })),
        );
      }
    }),
  );
});
