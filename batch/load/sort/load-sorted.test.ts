import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createLog } from '#platform/log/log.ts';
import { findMapping } from '../../mapping/find-mapping.ts';
import { anySeller } from '../../mapping/testing/any-seller.ts';
import { dryRun } from '../dry-run.ts';
import { type LoadResult, loadFile } from '../load-file.ts';
import type { LoadRequest } from '../load-request.ts';
import { createTestLedger, type TestLedger } from '../testing/test-ledger.ts';
import { sortParameters } from './sort-parameter.ts';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const retail = await findMapping('online-retail');
const given = process.env.TMPDIR;
let ledger: TestLedger;
let folder: string;

before(async () => {
  ledger = await createTestLedger();
  folder = await mkdtemp(join(tmpdir(), 'load-sorted-'));
  process.env.TMPDIR = folder;
});
after(async () => {
  if (given === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = given;
  await rm(folder, { recursive: true });
  await ledger.close();
});

const line = (number: string, sku: string, price = '2.50') =>
  `${number},${sku},"Thing ""${sku}"", ü",2,01/12/2010 08:26,${price},17850,United Kingdom`;

async function write(name: string, rows: readonly string[], compress = false): Promise<string> {
  const path = join(folder, name);
  const text = `${[header, ...rows].join('\n')}\n`;
  await writeFile(path, compress ? gzipSync(text) : text);
  return path;
}

async function load(path: string, changes: Partial<LoadRequest> = {}): Promise<LoadResult> {
  const request: LoadRequest = {
    path,
    mapping: retail,
    skipLimit: null,
    reasonPercent: null,
    workers: 2,
    chunkRows: 10,
    rejectPath: `${path}.rejects.csv`,
    parameters: sortParameters,
    ...changes,
  };
  return await loadFile(request, {
    openDatabase: async () => ledger.url,
    seller: anySeller,
    log: createLog({ name: 'load-sorted-test', level: 'silent' }),
    signal: new AbortController().signal,
    onBegin: () => undefined,
  });
}

async function stored(prefix: string) {
  const rows = await ledger.admin`
    select number, line_count, total_minor::int as cents, import_row::int as row
    from billing.invoices where number like ${`${prefix}-%`} order by number`;
  return rows.map(({ number, line_count, cents, row }) => [number, line_count, cents, row]);
}

const rejectsOf = async (result: LoadResult) =>
  (await readFile(result.rejectPath ?? '', 'utf8'))
    .split('\r\n')
    .slice(1, -1)
    .map((row) => row.split(','))
    .map(([row, , , code]) => [Number(row), code]);

const temporary = () => readdir(join(folder, `facturation-batch-${userInfo().uid}`));

test('rows scattered over a file become the invoices that they are lines of, plain or compressed', async () => {
  for (const [prefix, compress] of [
    ['A', false],
    ['B', true],
  ] as const) {
    // Every invoice has its lines 50 rows apart.
    const rows = Array.from({ length: 200 }, (_, row) => line(`${prefix}-${row % 50}`, `s${row}`));
    const path = await write(`${prefix}.csv`, rows, compress);
    const result = await load(path);
    assert.equal(result.failure, undefined);
    assert.deepEqual(
      [result.counts.readRows, result.counts.loadedInvoices, result.counts.loadedRows],
      [200, 50, 200],
    );
    const invoices = await stored(prefix);
    assert.equal(invoices.length, 50);
    assert.deepEqual(
      invoices.find(([number]) => number === `${prefix}-7`),
      [`${prefix}-7`, 4, 2_000, 8],
    );
    assert.deepEqual(await temporary(), []);
  }
});

test('rows that are rejected, and those of a conflict, are reported with their places in the file', async () => {
  const rows = ['H-1', 'H-2', 'H-1', 'H-2', 'H-3', 'H-2'].map((number, row) => line(number, `s${row}`));
  assert.equal((await load(await write('c.csv', rows))).counts.loadedInvoices, 3);
  const changed = rows
    .with(3, line('H-2', 's3', '2.60'))
    .with(4, line('H-4', 's4', 'x'))
    .concat(line('H-4', 's7'));
  const result = await load(await write('c2.csv', changed));
  assert.deepEqual(await rejectsOf(result), [
    [2, 'CONFLICT'],
    [4, 'CONFLICT'],
    [5, 'NOT_A_NUMBER'],
    [6, 'CONFLICT'],
    [7, 'INVOICE_REJECTED'],
  ]);
  assert.deepEqual([result.counts.alreadyThereRows, result.counts.conflictingRows], [2, 3]);
});

test('a row without a number is rejected with the invoices beside it, and no others', async () => {
  const rows = ['D-9', 'D-1', '', 'D-5', 'D-9', 'D-1', 'D-7'].map((number, row) => line(number, `s${row}`));
  const result = await load(await write('d.csv', rows));
  assert.deepEqual(await rejectsOf(result), [
    [2, 'INVOICE_REJECTED'],
    [3, 'INVOICE_NUMBER_MISSING'],
    [4, 'INVOICE_REJECTED'],
    [6, 'INVOICE_REJECTED'],
  ]);
  assert.deepEqual(await stored('D'), [
    ['D-7', 1, 500, 7],
    ['D-9', 2, 1_000, 1],
  ]);
});

test('a load that failed in the middle continues in the same order', async () => {
  const rows = Array.from({ length: 90 }, (_, row) => line(`E-${10 + (row % 30)}`, `s${row}`)).with(
    55,
    line('E-35', 's55', 'x'),
  );
  const path = await write('e.csv', rows);
  const failed = await load(path, { skipLimit: 0 });
  assert.equal(failed.status, 'FAILED');
  assert.ok(failed.counts.loadedInvoices > 0 && failed.counts.loadedInvoices < 29);
  assert.deepEqual(await temporary(), []);
  const completed = await load(path);
  assert.deepEqual(
    [
      completed.failure,
      completed.counts.readRows,
      completed.counts.loadedRows,
      completed.counts.rejectedRows,
    ],
    [undefined, 90, 87, 3],
  );
  assert.equal((await stored('E')).length, 29);
});

test('a dry run sorts too, and leaves no files', async () => {
  const path = await write('f.csv', [line('F-1', 'a'), line('F-2', 'b'), line('F-1', 'c')]);
  const options = { seller: anySeller, signal: new AbortController().signal };
  assert.deepEqual((await dryRun(path, retail, { ...options, isSorted: false })).reasons, [
    { code: 'LINES_SCATTERED', count: 2 },
  ]);
  const sorted = await dryRun(path, retail, { ...options, isSorted: true });
  assert.deepEqual([sorted.items, sorted.rejectedRows, sorted.readRows], [2, 0, 3]);
  assert.deepEqual(await temporary(), []);
});

test('a mapping that makes an invoice of each row has nothing to sort', async () => {
  const path = await write('g.csv', [line('G-1', 'a')]);
  await assert.rejects(load(path, { mapping: await findMapping('facturation') }), {
    code: 'NOTHING_TO_SORT',
  });
});
