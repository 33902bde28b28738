import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { findMapping } from '../mapping/find-mapping.ts';
import { checkMapping } from '../mapping/parse-mapping.ts';
import { anySeller } from '../mapping/testing/any-seller.ts';
import { makeStatement, makeTransaction } from '../statements/testing/make-statement.ts';
import { dryRun, formatDryRun } from './dry-run.ts';
import { formatResult } from './progress/format-result.ts';
import { createPaymentLedger, type PaymentLedger, readRejectFile } from './testing/payment-ledger.ts';

const camt = await findMapping('camt053');
let ledger: PaymentLedger;
before(async () => {
  ledger = await createPaymentLedger();
});
after(() => ledger.close());

test('the entries of a statement find their invoices by structured reference, id and text', async () => {
  await ledger.bill(
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
  const result = await ledger.load(statement, { mapping: camt });
  assert.equal(result.failure, undefined);
  const rejects = await readRejectFile(result);
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
    assert.equal((await ledger.paidOf(number))[0], 'PAID', number);
  }

  const corrected = rejects
    .split('\r\n')
    .filter((line) => line.includes('rejectedRow') || line.includes('AMBIGUOUS'))
    .join('\r\n')
    .replace(/,,credit,/, ',S-0004,credit,');
  const completed = await ledger.load(`${corrected}\r\n`, { mapping: camt });
  assert.equal(completed.counts.loadedRows, 1, await readRejectFile(completed));
  assert.deepEqual(await ledger.paidOf('S-0004'), ['PAID', 4_000]);

  const again = await ledger.load(statement, { mapping: camt, parameters: { again: '1' } });
  assert.deepEqual(
    [again.counts.loadedRows, again.counts.alreadyThereRows],
    [0, 6],
    await readRejectFile(again),
  );
});

test('an entry that is there with another amount is a conflict', async () => {
  await ledger.bill('C-0001,Ada,10.00,EUR');
  const entry = { bankReference: 'C1', details: makeTransaction({ texts: ['C-0001'] }) };
  await ledger.load(makeStatement([{ amount: '4.00', ...entry }]), { mapping: camt });
  const result = await ledger.load(makeStatement([{ amount: '5.00', ...entry }]), { mapping: camt });
  assert.deepEqual([result.counts.conflictingRows, result.counts.rejectedRows], [1, 0]);
  assert.match(
    await readRejectFile(result),
    /CONFLICT,"the entry is there as another payment: the amount is 4.00 EUR here, 5.00 EUR in the file"/,
  );
});

test('a CSV statement is read by a mapping with a text and a mark of credits', async () => {
  await ledger.bill('V-0001,Ada,1000.50,EUR', 'V-0002,Ada,20.00,EUR');
  const { mapping } = checkMapping({
    name: 'bank',
    file: { separator: ';' },
    numbers: { decimal: ',', thousands: ['.'] },
    dates: { forms: ['dd.MM.yyyy'], timeZone: 'Europe/Berlin' },
    payment: {
      remittance: 'Verwendungszweck',
      amount: 'Betrag',
      currency: { constant: 'EUR' },
      paidOn: 'Buchungstag',
      method: 'Art',
      entryId: 'Umsatz-ID',
    },
    methods: { Lastschrift: 'DIRECT_DEBIT' },
    direction: { column: 'S/H', credits: ['H'], leftOut: ['S'] },
  });
  assert.ok(mapping);
  const content = `Buchungstag;Betrag;S/H;Verwendungszweck;Art;Umsatz-ID
02.03.2026;1.000,50;H;Rechnung V-0001 vom 1.3.;Lastschrift;U1
02.03.2026;12,00;S;Miete;;U2
03.03.2026;20,00;H;V-0002;;U3
03.03.2026;20,00;X;V-0002;;U4
`;
  const result = await ledger.load(content, { mapping });
  assert.deepEqual(
    [result.counts.loadedRows, result.counts.rejectedRows],
    [2, 1],
    await readRejectFile(result),
  );
  assert.match(formatResult('v.csv', result), /left out +1 debit rows$/m);
  assert.match(
    await readRejectFile(result),
    /NOT_A_MARK;"?S\/H: ""X"" must be one of ""H"", ""S"" \(direction\)/,
  );
  assert.deepEqual(await ledger.paidOf('V-0001'), ['PAID', 100_050]);
  const [entry] = await ledger.admin`
    select p.method, p.paid_on::text as day from billing.payments p join billing.invoices i on i.id = p.invoice_id
    where i.number = 'V-0001'`;
  assert.deepEqual({ ...entry }, { method: 'DIRECT_DEBIT', day: '2026-03-02' });
});

test('a dry run shows the payments of a statement, and what would be rejected', async () => {
  const path = join(ledger.folder, 'dry.xml');
  await writeFile(
    path,
    makeStatement([
      { amount: '4.00', bankReference: 'D1', details: makeTransaction({ texts: ['Invoice 2026-000001'] }) },
      { amount: '4.00', sign: 'DBIT', bankReference: 'D2' },
      { amount: '4.00', sign: 'DBIT', isReversal: true, bankReference: 'D3' },
    ]),
  );
  const { signal } = new AbortController();
  const run = await dryRun(path, camt, { seller: anySeller, isSorted: false, signal });
  const text = formatDryRun('dry.xml', run);
  assert.match(text, /3 rows would become 1 payments, 1 rows would be rejected/);
  assert.match(text, /row 1: payment of 4.00 EUR on 2026-03-02, BANK_TRANSFER.*"2026-000001"/);
  assert.match(text, /Left out: 1 debit or unbooked rows\.$/m);
  assert.match(text, /row 3 \(line 7, byte \d+\): REVERSAL_ENTRY/);
});

test('XML given to a mapping of CSV is told how to be loaded', async () => {
  const refused = { code: 'FILE_UNSUPPORTED', message: /is XML, not CSV.*--mapping camt053/ };
  await assert.rejects(ledger.load(makeStatement([])), refused);
});

test('a load of a statement that failed in the middle goes on there, with the places of the statement', async () => {
  await ledger.bill('N-0001,Ada,10.00,EUR', 'N-0002,Ada,10.00,EUR', 'N-0003,Ada,10.00,EUR');
  const entry = (text: string, place: number) => ({
    amount: '10.00',
    bankReference: `N${place}`,
    details: makeTransaction({ texts: [text] }),
  });
  const statement = makeStatement(['N-0001', 'N-0002', 'nothing', 'N-0003'].map(entry));
  const failed = await ledger.load(statement, { mapping: camt, chunkRows: 2, skipLimit: 0 });
  assert.deepEqual([failed.status, failed.counts.loadedRows], ['FAILED', 2]);
  const done = await ledger.load(statement, { mapping: camt, chunkRows: 2 });
  assert.deepEqual(
    [done.jobNumber, done.status, done.counts.readRows, done.counts.loadedRows],
    [failed.jobNumber, 'COMPLETED', 4, 3],
  );
  assert.match(
    await readRejectFile(done),
    new RegExp(`^3,${statement.indexOf('<Ntry', statement.indexOf('N2<') - 300)},`, 'm'),
  );
  const [paid] = await ledger.admin`
    select count(*)::int as count from billing.payments p join billing.invoices i on i.id = p.invoice_id
    where i.number like 'N-%'`;
  assert.deepEqual({ ...paid }, { count: 3 });
});
