import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { findMapping } from '../mapping/find-mapping.ts';
import { parseMapping } from '../mapping/parse-mapping.ts';
import { anySeller } from '../mapping/testing/any-seller.ts';
import { type LoadResult, loadFile } from './load-file.ts';
import { createTestLedger, type TestLedger } from './testing/test-ledger.ts';

let ledger: TestLedger;
let folder: string;
const log = createLog({ name: 'one-form-test', level: 'silent' });
const facturation = await findMapping('facturation');
const header = 'invoiceNumber,customerName,amount,currency,issuedAt';
const rest = '10.00,EUR,2026-03-01T09:30:00.000Z';

before(async () => {
  ledger = await createTestLedger();
  folder = await mkdtemp(join(tmpdir(), 'one-form-'));
});

after(async () => {
  await rm(folder, { recursive: true });
  await ledger.close();
});

let files = 0;

async function load(
  content: string,
  mapping = facturation,
): Promise<{ result: LoadResult; rejects: string }> {
  files += 1;
  const path = join(folder, `${files}.csv`);
  const rejectPath = `${path}.rejects.csv`;
  await writeFile(path, content);
  const result = await loadFile(
    {
      path,
      mapping,
      skipLimit: null,
      reasonPercent: null,
      workers: 1,
      chunkRows: 2,
      rejectPath,
      parameters: {},
    },
    {
      openDatabase: async () => ledger.url,
      seller: anySeller,
      log,
      signal: new AbortController().signal,
      onBegin: () => undefined,
    },
  );
  const rejects = result.rejectPath === undefined ? '' : await readFile(rejectPath, 'utf8');
  return { result, rejects };
}

test('a number in NFC and the same in NFD are one invoice, within a file and between files', async () => {
  const nfc = `R\u00c9-1,Ada,${rest}`;
  const nfd = `RE\u0301-1,Ada,${rest}`;
  const { counts } = (await load(`${header}\n${nfc}\n${nfd}\n`)).result;
  assert.deepEqual([counts.loadedRows, counts.alreadyThereRows], [1, 1]);
  const later = await load(`${header}\n${nfd}\nR\u00c9\u200b-1,Ada\u00ad,${rest}\n`);
  assert.deepEqual([later.result.counts.loadedRows, later.result.counts.alreadyThereRows], [0, 2]);
});

test('a text that reorders its display rejects one row, and the row before and after it are loaded', async () => {
  const { result, rejects } = await load(
    `${header}\nT-1,Ada,${rest}\nT-2,\u202eadA,${rest}\nT-3,\u2066Ada\u2069,${rest}\nT-4,Ada,${rest}\n`,
  );
  assert.deepEqual([result.counts.loadedRows, result.counts.rejectedRows], [2, 2]);
  assert.match(rejects, /CONTROL_CHARACTER.*it has U\+202E/);
  assert.match(rejects, /CONTROL_CHARACTER.*it has U\+2066/);
});

test('an invoice that exists with other lines is a conflict, although its sums are the same', async () => {
  const parsed = parseMapping(
    JSON.stringify({
      name: 'lines',
      invoice: { number: 'No', customerName: 'Cust', currency: 'Cur', issuedAt: 'Date' },
      line: { sku: 'Sku', description: 'Desc', quantity: 'Qty', unitPrice: 'Price', taxRate: 'Tax' },
      grouping: { by: 'number' },
    }),
  ).mapping;
  assert.ok(parsed);
  const columns = 'No,Cust,Cur,Date,Sku,Desc,Qty,Price,Tax';
  const one = `${columns}\nL-1,Ada,EUR,2026-03-01T09:30:00.000Z,S1,Apples,2,5.00,0\n`;
  const other = `${columns}\nL-1,Ada,EUR,2026-03-01T09:30:00.000Z,S2,Pears,1,10.00,0\n`;
  assert.equal((await load(one, parsed)).result.counts.loadedRows, 1);
  assert.equal((await load(`${one}\n`, parsed)).result.counts.alreadyThereRows, 1);
  const { result, rejects } = await load(other, parsed);
  assert.deepEqual([result.counts.alreadyThereRows, result.counts.conflictingRows], [0, 1]);
  assert.match(rejects, /line 1: sku is ""S1"" here, ""S2"" in the file/);
  assert.match(rejects, /quantity is 2 here, 1 in the file; price is 5\.00 EUR here, 10\.00 EUR/);
});
