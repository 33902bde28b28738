import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { restoreFormula } from '#platform/text/spreadsheet-formula.ts';
import { assertRejectPath } from './assert-reject-path.ts';
import { neutraliseCell } from './neutral-cell.ts';
import { isRejectHeader } from './reject-columns.ts';
import { formatRejects, type RejectedRow, writeRejectFile } from './reject-file.ts';

const reject: RejectedRow = {
  rowNumber: 7,
  byteOffset: 312,
  column: 'amount',
  code: 'NOT_A_DECIMAL',
  message: '"twelve" is no decimal number; want for example 12.50',
  cells: ['2026-000042', 'Dupont, "Père" & fils', 'twelve', 'EUR', ' spaced '],
};

async function* each(rejects: readonly RejectedRow[]): AsyncGenerator<RejectedRow> {
  yield* rejects;
}

test('any cell comes back as it was', () => {
  const start = fc.constantFrom('', "'", "''", '=', '+', '-', '@', '\t', '\r', '-5', "'=", '+1 234,56', '=1');
  fc.assert(
    fc.property(start, fc.string(), (first, rest) => {
      const cell = first + rest;
      assert.equal(restoreFormula(neutraliseCell(cell)), cell);
    }),
  );
});

test('no cell but a number begins as a formula does', () => {
  for (const cell of ['=1+1', '+cmd', '-cmd', '@SUM(A1)', '\tx', '\rx', "'=1"])
    assert.equal(neutraliseCell(cell), `'${cell}`);
  for (const cell of ['-12.50', '+3', '-1 234,56', '12', 'plain', "O'Hara"])
    assert.equal(neutraliseCell(cell), cell);
});

test('a CSV reader finds the problem before the columns of the row', async () => {
  const header = ['invoiceNumber', 'customerName', 'amount', 'currency', 'note'];
  for (const separator of [',', ';', '\t', '|']) {
    let text = '';
    for await (const piece of formatRejects({ header, separator }, each([reject]))) text += piece;
    const rows: string[][] = parse(text, { bom: true, delimiter: separator });
    const [names = [], row] = rows;
    assert.ok(isRejectHeader(names));
    assert.deepEqual(names.slice(5), header);
    assert.deepEqual(row, ['7', '312', 'amount', reject.code, reject.message, ...reject.cells]);
  }
});

test('a reject file whose rows cannot be read to the end is not written at all', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'reject-file-'));
  t.after(() => rm(folder, { recursive: true }));
  async function* failing(): AsyncGenerator<RejectedRow> {
    yield reject;
    throw new Error('the database is away');
  }
  const shape = { header: undefined, separator: ';' };
  // Some fail before their file is there: it must not appear once it has been removed.
  for (let turn = 0; turn < 50; turn += 1) {
    const files = ['a.csv', 'b.csv', 'c.csv', 'd.csv'].map((name) => join(folder, name));
    const writing = files.map((file) => assert.rejects(writeRejectFile(file, shape, failing()), /away/));
    await Promise.all(writing);
    assert.deepEqual(await readdir(folder), []);
  }
  await writeRejectFile(join(folder, 'a.csv'), shape, each([reject]));
  assert.deepEqual(await readdir(folder), ['a.csv']);
  assert.match(await readFile(join(folder, 'a.csv'), 'utf8'), /^\uFEFFrejectedRow;.*\r\n7;312;amount;/);
});

test('a reject file may replace any file except the one that its rows come from, by whatever path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rejects-'));
  try {
    const input = join(folder, 'input.csv');
    const link = join(folder, 'link.csv');
    await writeFile(input, 'a');
    await writeFile(join(folder, 'other.csv'), 'b');
    await writeFile(join(folder, 'unfinished.csv.part'), 'c');
    await symlink(input, link);
    const refused = { code: 'REJECT_FILE_IS_INPUT' };
    await assert.rejects(assertRejectPath(input, input), refused);
    await assert.rejects(assertRejectPath(`${folder}/../${basename(folder)}/input.csv`, input), refused);
    await assert.rejects(assertRejectPath(input, link), refused);
    await assert.rejects(
      assertRejectPath(join(folder, 'unfinished.csv'), join(folder, 'unfinished.csv.part')),
      refused,
    );
    for (const path of [link, join(folder, 'other.csv'), join(folder, 'new.csv')]) {
      await assertRejectPath(path, input);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
