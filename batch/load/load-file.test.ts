import assert from 'node:assert/strict';
import { truncateSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { createLog } from '#platform/log/log.ts';
import { withAllRows } from '../mapping/invoice-mapping.ts';
import { checkMapping } from '../mapping/parse-mapping.ts';
import { anySeller } from '../mapping/testing/any-seller.ts';
import { findInvoiceMapping, toInvoiceMapping } from '../mapping/testing/invoice-mappings.ts';
import { dryRun, formatDryRun } from './dry-run.ts';
import { type LoadResult, loadFile } from './load-file.ts';
import type { LoadRequest } from './load-request.ts';
import { formatResult } from './progress/format-result.ts';
import { sortParameters } from './sort/sort-parameter.ts';
import { createTestLedger, type TestLedger } from './testing/test-ledger.ts';

let ledger: TestLedger;
let folder: string;
const log = createLog({ name: 'load-file-test', level: 'silent' });
const facturation = await findInvoiceMapping('facturation');
const retail = await findInvoiceMapping('online-retail');
const header = 'invoiceNumber,customerName,amount,currency,issuedAt';
const retailHeader = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

before(async () => {
  ledger = await createTestLedger();
  folder = await mkdtemp(join(tmpdir(), 'load-file-'));
});

after(async () => {
  await rm(folder, { recursive: true });
  await ledger.close();
});

const openDatabase = async () => ledger.url;
let files = 0;

async function load(
  content: string | Uint8Array,
  changes: Partial<LoadRequest> = {},
  signal = new AbortController().signal,
  onBegin: () => void = () => undefined,
): Promise<LoadResult> {
  files += 1;
  const path = changes.path ?? join(folder, `${files}.csv`);
  if (changes.path === undefined) await writeFile(path, content);
  const request: LoadRequest = {
    path,
    mapping: facturation,
    skipLimit: 0,
    reasonPercent: null,
    workers: 1,
    chunkRows: 3,
    rejectPath: `${path}.rejects.csv`,
    parameters: {},
    ...changes,
  };
  return await loadFile(request, { openDatabase, seller: anySeller, log, signal, onBegin });
}

function rows(prefix: string, count: number): string {
  const each = Array.from(
    { length: count },
    (_, index) =>
      `${prefix}-${index + 1},Customer ${index % 7},${index}.25,EUR,2026-03-01T09:30:00.${String(index % 1000).padStart(3, '0')}Z`,
  );
  return `${header}\r\n${each.join('\r\n')}\r\n`;
}

async function stored(prefix: string) {
  const [row] = await ledger.admin`
    select count(*)::int as count, coalesce(sum(total_minor), 0)::int as cents
    from billing.invoices where number like ${`${prefix}-%`}`;
  return { count: row?.count, cents: row?.cents };
}

test('every row becomes an invoice once, and a second load finds all of them there', async () => {
  const content = rows('A', 20);
  const first = await load(content);
  assert.equal(first.failure, undefined);
  assert.deepEqual(
    { status: first.status, read: first.counts.readRows, loaded: first.counts.loadedInvoices },
    { status: 'COMPLETED', read: 20, loaded: 20 },
  );
  assert.deepEqual(await stored('A'), { count: 20, cents: 190 * 100 + 20 * 25 });

  await assert.rejects(load(content), { code: 'ALREADY_COMPLETE' });
  const again = await load(content, { parameters: { run: '2' } });
  assert.deepEqual([again.counts.loadedRows, again.counts.alreadyThereRows], [0, 20]);
  assert.deepEqual(await stored('A'), { count: 20, cents: 190 * 100 + 20 * 25 });
});

test('an invoice with other figures is a conflict: it is rejected, and the stored one stays', async () => {
  await load(rows('B', 5));
  const changed = rows('B', 5).replace('3.25', '3.26');
  const result = await load(changed, { skipLimit: 1 });
  assert.deepEqual([result.counts.conflictingRows, result.counts.alreadyThereRows], [1, 4]);
  assert.deepEqual(await stored('B'), { count: 5, cents: 1_000 + 125 });
  const [, reject] = (await readFile(result.rejectPath ?? '', 'utf8')).split('\r\n');
  assert.match(
    reject ?? '',
    /^4,\d+,,CONFLICT,"?invoice B-4 is there with other figures: total is 3\.25 EUR here, 3\.26 EUR in the file/,
  );
});

test('rejected rows, corrected in the reject file, complete the set', async () => {
  const content = rows('C', 9).replace('4.25', 'four').replace('7.25', '=7');
  const result = await load(content, { skipLimit: null });
  assert.deepEqual([result.counts.loadedRows, result.counts.rejectedRows], [7, 2]);
  const rejects = await readFile(result.rejectPath ?? '', 'utf8');
  assert.match(rejects, /'=7/);
  const corrected = rejects.replace(',four,', ',4.25,').replace(",'=7,", ',7.25,');
  const second = await load(corrected);
  assert.equal(second.failure, undefined);
  assert.deepEqual([second.counts.readRows, second.counts.loadedRows], [2, 2]);
  assert.deepEqual(await stored('C'), { count: 9, cents: 3_600 + 225 });
});

test('rejected rows never replace the file that is loaded', async () => {
  const path = join(folder, 'own-rejects.csv');
  const content = `${header}\n${rows('OR', 2)}OR-3,Ada,x,EUR,2026-03-01\n`;
  await writeFile(path, content);
  const loading = load('', { path, rejectPath: path, skipLimit: null });
  await assert.rejects(loading, { code: 'REJECT_FILE_IS_INPUT' });
  assert.equal(await readFile(path, 'utf8'), content);
});

test('a reject file that nobody corrected is rejected with the same cells', async () => {
  const content = rows('D', 4).replace('2.25', '=cmd()');
  const first = await load(content, { skipLimit: null });
  const second = await load('', {
    path: first.rejectPath ?? '',
    skipLimit: null,
    rejectPath: join(folder, 'again.csv'),
  });
  assert.equal(second.counts.rejectedRows, 1);
  const [one, two] = [
    await readFile(first.rejectPath ?? '', 'utf8'),
    await readFile(join(folder, 'again.csv'), 'utf8'),
  ];
  assert.deepEqual(two.split('\r\n')[1]?.split(',').slice(5), one.split('\r\n')[1]?.split(',').slice(5));
});

test('one rejected row too many fails the load, which continues if a higher limit is given', async () => {
  const content = rows('E', 12).replace('1.25', 'x').replace('10.25', 'y');
  const failed = await load(content, { skipLimit: 1 });
  assert.equal(failed.status, 'FAILED');
  assert.match(failed.failure?.message ?? '', /reject/);
  // The chunk of the second bad row was rolled back, those before it stay.
  assert.deepEqual(await stored('E'), { count: 8, cents: 3_500 + 8 * 25 });
  const completed = await load(content, { skipLimit: 2 });
  assert.deepEqual(
    [completed.status, completed.counts.readRows, completed.counts.loadedRows, completed.counts.rejectedRows],
    ['COMPLETED', 12, 10, 2],
  );
});

test('gzip and zstd files are read like their content', async () => {
  for (const [prefix, compress] of [
    ['F', gzipSync],
    ['G', zstdCompressSync],
  ] as const) {
    const result = await load(compress(rows(prefix, 10)));
    assert.equal(result.counts.loadedInvoices, 10);
  }
});

test('a load that is asked to end stops after a chunk and continues from there', async () => {
  const content = rows('H', 30);
  const asked = AbortSignal.abort();
  await assert.rejects(load(content, {}, asked), { name: 'AbortError' });
  const interrupted = new AbortController();
  files += 1;
  const path = join(folder, `${files}.csv`);
  await writeFile(path, content);
  const stopped = await loadFile(
    {
      path,
      mapping: facturation,
      skipLimit: 0,
      reasonPercent: null,
      workers: 1,
      chunkRows: 3,
      rejectPath: `${path}.rejects.csv`,
      parameters: {},
    },
    { openDatabase, seller: anySeller, log, signal: interrupted.signal, onBegin: () => interrupted.abort() },
  );
  assert.equal(stopped.status, 'STOPPED');
  const completed = await load('', { path });
  assert.deepEqual([completed.status, completed.counts.readRows], ['COMPLETED', 30]);
  assert.equal((await stored('H')).count, 30);
});

test('a file that is cut off while it is read loses no row once it is whole again', async () => {
  const content = rows('M', 20);
  // Within the record that fills a chunk.
  const middle = content.indexOf('M-12,') + 10;
  const parts = [content.slice(0, middle), content.slice(middle)].map((part) => gzipSync(part));
  const path = join(folder, 'cut-off.csv.gz');
  await writeFile(path, Buffer.concat(parts));
  // The rest of the file is complete by itself to a reader.
  const cutOff = () => truncateSync(path, parts[0]?.length);
  const failed = await load('', { path, skipLimit: null }, undefined, cutOff);
  assert.deepEqual([failed.status, failed.failure?.message.includes('changed')], ['FAILED', true]);
  await writeFile(path, Buffer.concat(parts));
  const completed = await load('', { path });
  assert.equal(completed.failure, undefined);
  assert.deepEqual([completed.counts.loadedRows, completed.counts.rejectedRows], [20, 0]);
});

test('a file that does not fit its mapping is refused with all its problems, before a job begins', async () => {
  await assert.rejects(load('number;name\n1;2\n'), (error: Error) => {
    assert.match(error.message, /invoiceNumber/);
    assert.match(error.message, /amount/);
    return true;
  });
  await assert.rejects(load('', { path: join(folder, 'nowhere.csv') }), { code: 'FILE_UNREADABLE' });
});

test('rows of one number are one invoice; if they do not follow each other all of them are rejected', async () => {
  const line = (number: string, sku: string) =>
    `${number},${sku},Thing ${sku},2,01/12/2010 08:26,2.50,17850,United Kingdom`;
  const content = [
    retailHeader,
    line('J-1', 'a'),
    line('J-2', 'b'),
    line('J-2', 'c'),
    line('J-1', 'd'),
    line('J-3', 'e'),
  ].join('\n');
  const result = await load(`${content}\n`, { mapping: retail, skipLimit: null });
  assert.equal(result.failure, undefined);
  assert.deepEqual(
    [result.counts.loadedInvoices, result.counts.loadedRows, result.counts.rejectedRows],
    [2, 3, 2],
  );
  assert.deepEqual(result.reasons, [{ code: 'LINES_SCATTERED', count: 2 }]);
  assert.deepEqual(await stored('J'), { count: 2, cents: 1_500 });
});

test('lines keep the VAT category and the reason of the file; an unknown category rejects its whole invoice', async () => {
  const mapping = toInvoiceMapping(
    checkMapping({
      name: 'categories',
      invoice: { number: 'no', customerName: 'who', currency: { constant: 'EUR' }, issuedAt: 'at' },
      line: {
        description: 'what',
        quantity: { constant: '1' },
        unitPrice: 'price',
        taxRate: 'rate',
        taxCategory: 'cat',
        taxExemptionReason: 'why',
      },
      grouping: { by: 'number' },
    }).mapping,
  );
  const row = (number: string, rest: string) => `${number},Ada,2026-03-01T09:30:00Z,Thing,10.00,${rest}`;
  const content = [
    'no,who,at,what,price,rate,cat,why',
    row('VAT-1', '20,S,'),
    row('VAT-1', ',E,Article 132'),
    row('VAT-2', '0,K,'),
    row('VAT-3', '0,O,'),
    row('VAT-3', '20,S,'),
  ].join('\n');
  const result = await load(`${content}\n`, { mapping, skipLimit: null });
  assert.equal(result.failure, undefined);
  assert.deepEqual(result.reasons, [
    { code: 'INVOICE_REJECTED', count: 1 },
    { code: 'NOT_A_TAX_CATEGORY', count: 1 },
  ]);
  assert.deepEqual(await stored('VAT'), { count: 2, cents: 3_200 });
  const lines = await ledger.admin`
    select number || ' ' || coalesce(tax_category, '-') || ' ' || coalesce(tax_exemption_reason, '-') as line
    from billing.invoices join billing.invoice_lines on invoice_id = invoices.id
    where number like 'VAT-%' order by number, position`;
  assert.deepEqual(
    lines.map(({ line }) => line),
    ['VAT-1 - -', 'VAT-1 E Article 132', 'VAT-2 K Intra-community supply'],
  );
});

test('a customer is found by name, and kept by name if no customer or several customers have it', async () => {
  const [one, other] = ['0197a000-0000-7000-8000-000000000001', '0197a000-0000-7000-8000-000000000002'];
  await ledger.admin`insert into customer.customers ${ledger.admin([
    { id: one, display_name: 'Dupont', status: 'ACTIVE', version: 1 },
    { id: other, display_name: 'Twin', status: 'ACTIVE', version: 1 },
    { id: '0197a000-0000-7000-8000-000000000003', display_name: 'Twin', status: 'ACTIVE', version: 1 },
  ])}`;
  const each = ['dupont', 'Twin', 'Nobody'].map(
    (name, index) => `K-${index},${name},1.00,EUR,2026-03-01T09:30:00Z`,
  );
  await load(`${header}\n${each.join('\n')}\n`);
  const found =
    await ledger.admin`select customer_name, customer_id from billing.invoices where number like 'K-%' order by number`;
  assert.deepEqual(
    found.map((row) => [row.customer_name, row.customer_id]),
    [
      ['dupont', one],
      ['Twin', null],
      ['Nobody', null],
    ],
  );
});

test('a load whose connection is lost while it begins, and while it ends, continues', async (t) => {
  const { admin } = ledger;
  // Every first try loses its connection before it is committed, every second one succeeds.
  await admin.unsafe(`
    create sequence public.tries;
    create function public.lose_connection() returns trigger language plpgsql security definer as $$
    begin
      if nextval('public.tries') % 2 = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;
      return new;
    end $$;
    create trigger lose_connection after insert on batch.step_executions execute function public.lose_connection();
    create trigger lose_connection after update on batch.job_executions execute function public.lose_connection()`);
  t.after(() => admin.unsafe('drop function public.lose_connection() cascade; drop sequence public.tries'));
  const result = await load(rows('L', 5));
  assert.equal(result.failure, undefined);
  assert.deepEqual([result.status, result.counts.loadedRows], ['COMPLETED', 5]);
  const [tries] = await admin`select last_value::int as count from public.tries`;
  assert.equal(tries?.count, 4);
});

test('rows that the mapping leaves out are counted and named, in a load and a dry run, and loaded if they are asked for', async () => {
  const marked = rows('LEFT', 10)
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line, index) => `${line},${index === 0 ? 'simulated' : index % 3 === 0}`)
    .join('\r\n');
  const result = await load(marked);
  assert.deepEqual(result.counts, {
    readRows: 10,
    loadedInvoices: 7,
    loadedRows: 7,
    alreadyThereRows: 0,
    conflictingRows: 0,
    rejectedRows: 0,
  });
  assert.match(formatResult('sink.csv', result), /left out +3 simulated rows \(--all-rows loads them, too\)/);
  assert.deepEqual((await stored('LEFT')).count, 7);

  const path = join(folder, 'left.csv');
  await writeFile(path, marked);
  const { signal } = new AbortController();
  const trial = await dryRun(path, facturation, { seller: anySeller, isSorted: false, signal });
  assert.deepEqual(
    [trial.items, trial.leftOut],
    [7, { rows: 3, name: 'simulated', hint: ' (--all-rows loads them, too)' }],
  );
  assert.match(formatDryRun('left.csv', trial), /Left out: 3 simulated rows/);

  const all = await load(marked, { mapping: withAllRows(facturation) });
  assert.deepEqual([all.counts.loadedRows, all.counts.alreadyThereRows], [3, 7]);
  assert.doesNotMatch(formatResult('sink.csv', all), /left out/);
});

test('a file that names only days is found loaded in whatever zone it is read; another day is a conflict', async () => {
  const inZone = (timeZone: string): Partial<LoadRequest> => ({
    mapping: { ...facturation, dates: { ...facturation.dates, forms: ['yyyy-MM-dd'], timeZone } },
  });
  const days = `${header}\r\nDAY-1,Ada,1.00,EUR,2025-12-31\r\nDAY-2,Ada,1.00,EUR,2026-01-01\r\n`;
  const first = await load(days, inZone('Pacific/Kiritimati'));
  assert.equal(first.counts.loadedRows, 2);
  for (const zone of ['UTC', 'America/St_Johns', 'Africa/Cairo']) {
    const { counts, failure } = await load(days, inZone(zone));
    assert.deepEqual([failure, counts.alreadyThereRows, counts.conflictingRows], [undefined, 2, 0], zone);
  }
  const other = await load(days.replace('2026-01-01', '2026-01-02'), { ...inZone('UTC'), skipLimit: 1 });
  assert.deepEqual([other.counts.alreadyThereRows, other.counts.conflictingRows], [1, 1]);
  assert.match(
    await readFile(other.rejectPath ?? '', 'utf8'),
    /DAY-2 is there with other figures: date of issue is 2026-01-01 here, 2026-01-02 in the file/,
  );
});

test("the sink's file has the day of an invoice beside its instant, and both must be those that are stored", async () => {
  const row = (day: string) =>
    `${header},issueDate,simulated\r\nBACK-1,Ada,1.00,EUR,2026-01-01T00:30:00.000Z,${day},false\r\n`;
  await load(row('2025-12-31'));
  const again = await load(row('2025-12-31'), { parameters: { run: '2' } });
  assert.equal(again.counts.alreadyThereRows, 1);
  const other = await load(row('2025-12-30'), { skipLimit: 1 });
  assert.equal(other.counts.conflictingRows, 1);
  const [stored] = await ledger.admin`
    select issue_date::text as day from billing.invoices where number = 'BACK-1'`;
  assert.equal(stored?.day, '2025-12-31');
});

for (const isSorted of [false, true]) {
  test(`rows that are left out split no invoice ${isSorted ? 'that is sorted' : 'in a file of lines'}, and reject none`, async () => {
    const prefix = isSorted ? 'SORT' : 'LINES';
    const row = (number: string, status: string) =>
      `${number},T-1,Tea,1,01/12/2010 08:26,1.50,17850,${status}`;
    const content = [
      retailHeader,
      row(`${prefix}-1`, 'live'),
      row(`${prefix}-2`, 'test'),
      row(`${prefix}-1`, 'live'),
      row('', 'test'),
      row(`${prefix}-1`, 'live'),
      row(`${prefix}-2`, 'test'),
      row(`${prefix}-3`, 'live'),
    ].join('\r\n');
    const mapping = { ...retail, leaveOut: { column: 'Country', values: ['test'], name: 'trial' } };
    const result = await load(content, {
      mapping,
      ...(isSorted ? { parameters: { ...sortParameters } } : {}),
    });
    assert.equal(result.failure, undefined);
    assert.deepEqual(
      [result.counts.readRows, result.counts.loadedInvoices, result.counts.loadedRows],
      [7, 2, 4],
    );
    assert.match(formatResult('lines.csv', result), /left out +3 trial rows/);
    assert.deepEqual(await stored(prefix), { count: 2, cents: 600 });
  });
}
