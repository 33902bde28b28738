import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CsvRecord } from '../../csv/record.ts';
import { anyDay } from '../../mapping/any-day.ts';
import { compileMapping } from '../../mapping/compile-mapping.ts';
import { createGrouper } from '../../mapping/grouper.ts';
import type { ImportInvoice } from '../../mapping/import-invoice.ts';
import { findInvoiceMapping } from '../../mapping/testing/invoice-mappings.ts';
import { ChunkMaker } from './chunk-maker.ts';

const start = { byteOffset: 0, rowNumber: 1, line: 2 };
const rowBytes = 1_000_000;

/** Rows of a megabyte each, of which most is in a column that no mapping asks for. */
function* wideRows(fields: readonly string[]): Generator<CsvRecord> {
  for (let row = 0; ; row++) {
    yield {
      fields: [...fields, 'A'.repeat(rowBytes)],
      problem: undefined,
      byteOffset: row * rowBytes,
      rowNumber: row + 1,
      line: row + 2,
    };
  }
}

async function createMaker(name: string, header: readonly string[]): Promise<ChunkMaker<ImportInvoice>> {
  const { mapper } = compileMapping(await findInvoiceMapping(name), [...header, 'document'], anyDay);
  assert.ok(mapper);
  const grouper = createGrouper(mapper);
  return new ChunkMaker({ together: grouper, alone: grouper }, start, 10_000);
}

test('a chunk ends with eight megabytes, however few rows they are, and rejected rows are cut', async () => {
  const maker = await createMaker('facturation', [
    'invoiceNumber',
    'customerName',
    'amount',
    'currency',
    'issuedAt',
  ]);
  const rows = wideRows(['A-1', 'Ada', 'x', 'EUR', '2026-03-01T09:30:00Z']);
  let pushed = 0;
  while (!maker.isFull) {
    maker.push([rows.next().value]);
    pushed += 1;
  }
  assert.equal(pushed, 10);
  const { rejects, readRows } = maker.take(rows.next().value);
  assert.equal(readRows, 10);
  assert.deepEqual(
    rejects.map(({ cells }) => cells[5]?.length),
    Array(10).fill(1_000),
  );
});

test('the rows of one invoice that are larger than an invoice can be end the load', async () => {
  const maker = await createMaker('online-retail', [
    'InvoiceNo',
    'StockCode',
    'Description',
    'Quantity',
    'InvoiceDate',
    'UnitPrice',
    'CustomerID',
    'Country',
  ]);
  const rows = wideRows(['5', 'a', 'Thing', '2', '01/12/2010 08:26', '2.50', '17850', 'United Kingdom']);
  const pushAll = () => {
    for (let count = 0; count < 40; count++) maker.push([rows.next().value]);
  };
  assert.throws(pushAll, {
    code: 'GROUP_TOO_LONG',
    message: /from row 1 \(line 2\) on, have more than 32 MiB/,
  });
});
