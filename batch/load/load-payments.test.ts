import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { findMapping } from '../mapping/find-mapping.ts';
import { anySeller } from '../mapping/testing/any-seller.ts';
import { makeStatement, makeTransaction } from '../statements/testing/make-statement.ts';
import { type LoadResult, loadFile } from './load-file.ts';
import type { LoadRequest } from './load-request.ts';
import { formatResult } from './progress/format-result.ts';
import { createTestLedger, type TestLedger } from './testing/test-ledger.ts';

let ledger: TestLedger;
let folder: string;
let files = 0;

const invoices = await findMapping('facturation');
const payments = await findMapping('payments');
const camt = await findMapping('camt053');
const log = createLog({ name: 'load-payments-test', level: 'silent' });

before(async () => {
  ledger = await createTestLedger();
  folder = await mkdtemp(join(tmpdir(), 'load-payments-'));
});
after(async () => {
  await rm(folder, { recursive: true });
  await ledger.close();
});

async function load(content: string, changes: Partial<LoadRequest> = {}): Promise<LoadResult> {
  files += 1;
  const path = join(folder, `${files}.csv`);
  await writeFile(path, content);
  const request: LoadRequest = {
    path,
    mapping: payments,
    skipLimit: null,
    reasonPercent: null,
    workers: 1,
    chunkRows: 100,
    rejectPath: `${path}.rejects.csv`,
    parameters: {},
    ...changes,
  };
  const openDatabase = async () => ledger.url;
  const { signal } = new AbortController();
  return await loadFile(request, { openDatabase, seller: anySeller, log, signal, onBegin: () => undefined });
}

/** Imports invoices of these amounts, each with its number, currency and customer. */
async function bill(...rows: readonly string[]): Promise<void> {
  const lines = rows.map((row) => `${row},2026-03-01T09:30:00Z`);
  const content = `invoiceNumber,customerName,amount,currency,issuedAt\n${lines.join('\n')}\n`;
  const { counts, failure } = await load(content, { mapping: invoices });
  assert.equal(counts.loadedRows, rows.length, failure?.message);
}

async function paidOf(number: string) {
  const [row] = await ledger.admin`
    select status, paid_minor::int as paid from billing.invoices where number = ${number}`;
  return [row?.['status'], row?.['paid']];
}

const rejectsOf = async (result: LoadResult) =>
  result.rejectPath === undefined ? '' : await readFile(result.rejectPath, 'utf8');

test('payments are added to their invoices, with their history, and a second load finds them there', async () => {
  await bill('P-0001,Ada,100.00,EUR', 'P-0002,Bo,50,JPY');
  const content = `invoiceNumber,amount,date,reference,method,currency
P-0001,60.00,2026-03-02,T1,CARD,EUR
P-0001,40,2026-03-03,T2,,
P-0002,50,2026-03-03,T3,CASH,JPY
`;
  const result = await load(content);
  assert.equal(result.failure, undefined);
  assert.deepEqual([result.counts.loadedRows, result.counts.loadedInvoices], [3, 0]);
  assert.match(formatResult('p.csv', result), /loaded +3 payments/);
  assert.deepEqual(await paidOf('P-0001'), ['PAID', 10_000]);
  assert.deepEqual(await paidOf('P-0002'), ['PAID', 50]);
  const history = await ledger.admin`
    select h.kind, h.actor, p.method, p.reference, p.paid_on::text as day, p.import_row::int as row
    from billing.invoice_history h join billing.payments p on p.id = (h.details ->> 'paymentId')::uuid
    join billing.invoices i on i.id = h.invoice_id where i.number = 'P-0001' order by h.position`;
  assert.deepEqual(
    history.map((entry) => Object.values(entry).join(' ')),
    ['PAYMENT_RECORDED batch CARD T1 2026-03-02 1', 'PAYMENT_RECORDED batch BANK_TRANSFER T2 2026-03-03 2'],
  );
  const again = await load(content, { parameters: { again: '1' } });
  assert.deepEqual([again.counts.loadedRows, again.counts.alreadyThereRows], [0, 3]);
  assert.deepEqual(await paidOf('P-0001'), ['PAID', 10_000]);
});

test('payments of one invoice are judged in the order of the file, each after those before it', async () => {
  await bill('O-0001,Ada,100.00,EUR');
  const result = await load(`invoiceNumber,amount,date,reference
O-0001,60.00,2026-03-02,a
O-0001,50.00,2026-03-02,b
O-0001,40.00,2026-03-02,c
O-0001,1.00,2026-03-02,d
`);
  assert.deepEqual([result.counts.loadedRows, result.counts.rejectedRows], [2, 2]);
  const rejects = await rejectsOf(result);
  assert.match(
    rejects,
    /2,\d+,,ABOVE_BALANCE,"50.00 EUR is more than what is left to pay of invoice O-0001, 40.00 EUR: it may be at most that"/,
  );
  assert.match(rejects, /4,\d+,,INVOICE_IS_PAID/);
  assert.deepEqual(await paidOf('O-0001'), ['PAID', 10_000]);
});

test('each refused payment has all reasons, and the corrected reject file completes the load', async () => {
  await bill('R-0001,Ada,100.00,EUR', 'R-0002,Ada,-5.00,EUR', 'R-0003,Ada,7.00,EUR');
  await ledger.admin`
    update billing.invoices set status = 'VOID', voided_at = now(), version = 2 where number = 'R-0003'`;
  const result = await load(`invoiceNumber,amount,date,reference,method,currency,customerName
R-0001,10.00,2026-03-02,a,,USD,Bo
R-0001,10.005,2026-03-02,b,,,
R-0002,10.00,2026-03-02,c,,,
R-0003,10.00,2026-03-02,d,,,
R-9999,10.00,2026-03-02,e,,,
R-0001,100.01,2026-03-02,f,,EUR,ADA
,-1,2999-01-01,g,GOLD,euro,
R-0001,1.00,2026-03-02,h,,,
R-0001,1.00,2026-03-02,h,,,
`);
  assert.equal(result.failure, undefined);
  assert.deepEqual([result.counts.loadedRows, result.counts.rejectedRows], [1, 8]);
  const rejects = await rejectsOf(result);
  for (const wanted of [
    /CURRENCY_MISMATCH,"the payment is in USD, invoice R-0001 in EUR.*; invoice R-0001 is of ""Ada"", not of ""Bo"""/,
    /TOO_MANY_DECIMALS,/,
    /NOT_AN_INVOICE,R-0002 is a credit note/,
    /INVOICE_IS_VOID,invoice R-0003 is void/,
    /INVOICE_NOT_FOUND,"no invoice has the number or external reference ""R-9999"": give/,
    /ABOVE_BALANCE,/,
    /NOT_A_CURRENCY,"currency NOT_A_CURRENCY.*AMOUNT_NOT_POSITIVE.*DATE_OUT_OF_RANGE.*REFERENCE_MISSING.*NOT_A_METHOD/,
    /SAME_PAYMENT_TWICE,row 8 of the file is the same payment/,
  ]) {
    assert.match(rejects, wanted);
  }
  const corrected = rejects
    .split('\r\n')
    .filter((line) => line.includes('rejectedRow') || line.includes('R-9999'))
    .join('\r\n')
    .replace(/R-9999,10.00/, 'R-0001,99.00');
  const completed = await load(`${corrected}\r\n`);
  assert.equal(completed.counts.loadedRows, 1, await rejectsOf(completed));
  assert.deepEqual(await paidOf('R-0001'), ['PAID', 10_000]);
});

test('the entries of a statement find their invoices by structured reference, id and text', async () => {
  await bill(
    'S-0001,Ada,10.00,EUR',
    'S-0002,Ada,20.00,EUR',
    'S-0003,Ada,30.00,EUR',
    'S-0004,Ada,40.00,EUR',
    'RECHNUNG 47 11,Ada,50.00,EUR',
    '539007547034,Ada,60.00,EUR',
  );
  const statement = makeStatement([
    {
      amount: '10.00',
      bankReference: 'B1',
      details: makeTransaction({ texts: ['Invoice S-0001, thank you'] }),
    },
    {
      amount: '50.00',
      bankReference: 'B2',
      details:
        makeTransaction({ amount: '20.00', endToEndId: 'S-0002' }) +
        makeTransaction({ amount: '30.00', endToEndId: 'NOTPROVIDED', texts: ['pays s-0', '003 & more'] }),
    },
    {
      amount: '60.00',
      bankReference: 'B3',
      details: makeTransaction({ creditorReference: 'RF18539007547034' }),
    },
    { amount: '50.00', bankReference: 'B4', details: makeTransaction({ texts: ['fuer rechnung 47 11'] }) },
    { amount: '99.00', sign: 'DBIT', bankReference: 'B5' },
    { amount: '10.00', sign: 'DBIT', isReversal: true, bankReference: 'B6' },
    { amount: '5.00', status: 'PDNG', bankReference: 'B7' },
    { amount: '40.00', bankReference: 'B8', details: makeTransaction({ texts: ['S-0004 and S-0003'] }) },
    { amount: '40.00', bankReference: 'B9', details: makeTransaction({ texts: ['no number'] }) },
  ]);
  const result = await load(statement, { mapping: camt });
  assert.equal(result.failure, undefined);
  const rejects = await rejectsOf(result);
  assert.deepEqual(
    [result.counts.readRows, result.counts.loadedRows, result.counts.rejectedRows],
    [10, 5, 3],
    rejects,
  );
  assert.match(formatResult('s.xml', result), /left out +2 debit or unbooked rows$/m);
  assert.match(rejects, /REVERSAL_ENTRY/);
  assert.match(
    rejects,
    /INVOICE_AMBIGUOUS,"several invoices fit: S-0003 .* and S-0004 \(40.00 EUR left to pay\)/,
  );
  assert.match(rejects, /REFERENCE_MISSING/);
  for (const number of ['S-0001', 'S-0002', 'S-0003', 'RECHNUNG 47 11', '539007547034']) {
    assert.equal((await paidOf(number))[0], 'PAID', number);
  }

  const corrected = rejects
    .split('\r\n')
    .filter((line) => line.includes('rejectedRow') || line.includes('AMBIGUOUS'))
    .join('\r\n')
    .replace(/,,credit,/, ',S-0004,credit,');
  const completed = await load(`${corrected}\r\n`, { mapping: camt });
  assert.equal(completed.counts.loadedRows, 1, await rejectsOf(completed));
  assert.deepEqual(await paidOf('S-0004'), ['PAID', 4_000]);

  const again = await load(statement, { mapping: camt, parameters: { again: '1' } });
  assert.deepEqual([again.counts.loadedRows, again.counts.alreadyThereRows], [0, 6], await rejectsOf(again));
});

test('an entry that is there with another amount is a conflict', async () => {
  await bill('C-0001,Ada,10.00,EUR');
  const entry = { bankReference: 'C1', details: makeTransaction({ texts: ['C-0001'] }) };
  await load(makeStatement([{ amount: '4.00', ...entry }]), { mapping: camt });
  const result = await load(makeStatement([{ amount: '5.00', ...entry }]), { mapping: camt });
  assert.deepEqual([result.counts.conflictingRows, result.counts.rejectedRows], [1, 0]);
  assert.match(
    await rejectsOf(result),
    /CONFLICT,"the entry is there as another payment: the amount is 4.00 EUR here, 5.00 EUR in the file"/,
  );
});
