import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readStatement } from './read-statement.ts';
import { type StatementCells, statementColumns } from './statement-columns.ts';
import { makeStatement, makeTransaction } from './testing/make-statement.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'statements-'));
});
after(() => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array) {
  const path = join(folder, 'statement.xml');
  await writeFile(path, content);
  const rows = [];
  for await (const row of readStatement(path, new AbortController().signal)) {
    const cells = Object.fromEntries(statementColumns.map((column, index) => [column, row.fields[index]]));
    rows.push({ ...row, cells: cells as StatementCells });
  }
  return rows;
}

const kinds = async (content: string) => (await read(content)).map(({ cells }) => cells.entryKind);

test('a row has the place of its entry in the file, whatever characters stand before it', async () => {
  const content = makeStatement([
    { amount: '1.00', bankReference: 'Größe €', details: makeTransaction({ texts: ['a', 'b  c'] }) },
    { amount: '2.00', bankReference: 'B2' },
  ]);
  const [first, second] = await read(content);
  const bytes = Buffer.from(content);
  assert.deepEqual(
    [first, second].map((row) => bytes.subarray(row?.byteOffset).toString().slice(0, 20)),
    ['<Ntry><Amt Ccy="EUR"', '<Ntry><Amt Ccy="EUR"'],
  );
  assert.deepEqual([first?.line, second?.line, first?.rowNumber, second?.rowNumber], [5, 6, 1, 2]);
  assert.deepEqual(first?.cells, {
    invoiceNumber: '',
    entryKind: 'credit',
    amount: '1.00',
    currency: 'EUR',
    bookingDate: '2026-03-02',
    valueDate: '2026-03-02',
    creditorReference: '',
    endToEndId: '',
    remittance: 'a b c',
    debtorName: 'Ada',
    reference: 'Größe €',
    entryId: 'FR7630006000011234567890189/Größe €',
    account: 'FR7630006000011234567890189',
    statement: 'STMT-1',
  });
});

test('debits, reversals and entries that are not booked are told from credits', async () => {
  assert.deepEqual(
    await kinds(
      makeStatement([
        { amount: '1.00', sign: 'DBIT' },
        { amount: '1.00', sign: 'DBIT', isReversal: true },
        { amount: '1.00', sign: 'CRDT', isReversal: true },
        { amount: '1.00', status: 'INFO' },
        { amount: '1.00', isReversal: false },
      ]),
    ),
    ['debit', 'reversed credit', 'reversed debit', 'not booked', 'credit'],
  );
});

test('a batch booking is a row for each transaction, which must add up to it', async () => {
  const details = (...amounts: readonly (string | undefined)[]) =>
    amounts
      .map((amount, index) => makeTransaction({ ...(amount && { amount }), endToEndId: `E${index}` }))
      .join('');
  const rows = await read(
    makeStatement([
      { amount: '0.3', bankReference: 'B1', details: details('0.10', '0.20') },
      { amount: '0.30', bankReference: 'B2', details: details('0.10', '0.19') },
      { amount: '0.30', bankReference: 'B3', details: details('0.10', undefined) },
      { amount: '0.30', bankReference: 'B4', details: details(undefined) },
    ]),
  );
  assert.deepEqual(
    rows.map(({ cells, problem }) => `${cells.entryId.slice(28)} ${cells.amount} ${problem?.code ?? ''}`),
    [
      'B1/1 0.10 ',
      'B1/2 0.20 ',
      'B2/1 0.10 BATCH_SUM_MISMATCH',
      'B2/2 0.19 BATCH_SUM_MISMATCH',
      'B3/1 0.10 BATCH_AMOUNT_MISSING',
      'B3/2 0.30 BATCH_AMOUNT_MISSING',
      'B4 0.30 ',
    ],
  );
});

test('an amount without a currency is a problem of its row, and not taken for one in that of the invoice', async () => {
  const batch = makeTransaction({ amount: '1.00', currency: '' }) + makeTransaction({ amount: '2.00' });
  const rows = await read(
    makeStatement([
      { amount: '1.00', currency: '' },
      { amount: '1.00', currency: '', sign: 'DBIT' },
      { amount: '3.00', details: batch },
    ]).replace(' Ccy=""', ''),
  );
  assert.deepEqual(
    rows.map(({ cells, problem }) => `${cells.entryKind} ${cells.amount} ${problem?.code ?? ''}`),
    ['credit 1.00 VALUE_MISSING', 'debit 1.00 ', 'credit 1.00 VALUE_MISSING', 'credit 2.00 '],
  );
  assert.match(rows[0]?.problem?.message ?? '', /^the amount 1.00 has no currency \(Ccy\): write the one/);
});

test('an entry without a reference of the bank is known by its statement and place', async () => {
  const rows = await read(makeStatement([{ amount: '1' }, { amount: '2', bankReference: 'NONREF' }]));
  assert.deepEqual(
    rows.map(({ cells }) => cells.entryId.slice(28)),
    ['STMT-1/1', 'STMT-1/2'],
  );
});

test('namespaces with a prefix, versions 02 to 08, compression and other encodings are read', async () => {
  const status = (version: string) => (version === '08' ? '<Cd>BOOK</Cd>' : 'BOOK');
  for (const version of ['02', '04', '06', '08']) {
    const content = makeStatement([{ amount: '1.00' }], version).replace(
      '<Sts>BOOK',
      `<Sts>${status(version)}`,
    );
    assert.deepEqual(await kinds(content), ['credit'], version);
  }
  const content = makeStatement([{ amount: '1.00', details: makeTransaction({ debtor: 'Zoë' }) }]);
  const prefixed = content.replace(/<(\/?)(?=[A-Z])/g, '<$1c:').replace('xmlns=', 'xmlns:c=');
  assert.deepEqual(
    (await read(prefixed)).map(({ cells }) => cells.debtorName),
    ['Zoë'],
  );
  assert.equal((await read(gzipSync(content))).length, 1);
  const latin = Buffer.from(content.replace('UTF-8', 'ISO-8859-1'), 'latin1');
  assert.deepEqual(
    (await read(latin)).map(({ cells }) => cells.debtorName),
    ['Zoë'],
  );
});

test('a file that is not a sound statement is refused with the line and the reason', async () => {
  const sound = makeStatement([{ amount: '1.00', details: makeTransaction({ texts: ['x'] }) }]);
  const deep = '<a>'.repeat(50);
  const cases: readonly (readonly [string | Uint8Array, RegExp, string])[] = [
    [sound.slice(0, -40), /not well-formed XML/, 'FILE_DAMAGED'],
    [sound.replace('</Ntry>', '</Entry>'), /line 5 is not well-formed XML/, 'FILE_DAMAGED'],
    [sound.replace('<Ustrd>x', '<Ustrd>&xxe;'), /line 5 is not well-formed XML/, 'FILE_DAMAGED'],
    [
      sound.replace('<Document', '<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]><Document'),
      /document type declaration in line 2 is refused/,
      'FILE_UNSUPPORTED',
    ],
    [
      sound.replace('<Document', '<!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><Document'),
      /document type declaration/,
      'FILE_UNSUPPORTED',
    ],
    [sound.replace('camt.053.001.02', 'camt.053.001.13'), /is camt.053.001.13/, 'FILE_UNSUPPORTED'],
    [sound.replace('camt.053', 'camt.054'), /is <Document> of "urn.*camt.054/, 'FILE_UNSUPPORTED'],
    [
      sound.replace('<Ustrd>', `<Ustrd>${deep}`),
      /more than 40 elements within each other/,
      'FILE_UNSUPPORTED',
    ],
    [
      `<Document${' a=""'.repeat(1_000_000)}`,
      /an element in line 1 has more than 40 attributes/,
      'FILE_UNSUPPORTED',
    ],
    [sound.replace('<Ustrd>x', `<Ustrd>${'x'.repeat(3 << 20)}`), /have no element/, 'FILE_UNSUPPORTED'],
    [
      sound.replace('UTF-8', 'EBCDIC'),
      /its encoding "EBCDIC" is not read here; save it in one of/,
      'FILE_UNSUPPORTED',
    ],
    [Buffer.from(sound.replace('>x<', '>é<'), 'latin1'), /bytes that are not valid in utf-8/, 'FILE_DAMAGED'],
    [Buffer.from(sound, 'utf16le'), /UTF-16/, 'FILE_UNSUPPORTED'],
    [Buffer.from(sound, 'utf16le').swap16(), /UTF-16/, 'FILE_UNSUPPORTED'],
    [`amount,date\n${sound}`, /line 1 is not well-formed XML: [^.]*\.$/, 'FILE_DAMAGED'],
    [sound.replace(/<Stmt>[\s\S]*<\/Stmt>/, ''), /it has no statement/, 'FILE_UNSUPPORTED'],
    ['', /it is empty/, 'FILE_UNSUPPORTED'],
  ];
  for (const [content, message, code] of cases) {
    await assert.rejects(read(content), { message, code }, String(message));
  }
});

test('the sample of version 08 gives its transactions, dates and references', async () => {
  const rows = await read(await readFile(new URL('testing/sample-statement.xml', import.meta.url)));
  const account = 'FR7630006000011234567890189';
  assert.deepEqual(
    rows.map(({ line, problem, cells: { entryKind, amount, bookingDate, valueDate, entryId, ...texts } }) =>
      [
        line,
        entryKind,
        amount,
        bookingDate,
        valueDate,
        entryId.replace(account, ''),
        texts.creditorReference || texts.endToEndId || texts.remittance,
        problem?.code ?? texts.debtorName,
      ].join(' '),
    ),
    [
      '33 credit 120.00 2026-03-02T23:30:00+01:00 2026-03-03 /BNK-0302-1/BNK-0302-1-A 2026-000012 Boulangerie Martin & Fils',
      '39 credit 140.00 2026-03-02T23:30:00+01:00 2026-03-03 /BNK-0302-1/2 Facture 2026-0000 13 du 01.02.2026 Garage Dupont',
      '49 debit 10.00 2026-03-02T23:30:00+01:00 2026-03-03 /BNK-0302-1/3 FEE ',
      '56 credit 80.00 2026-03-02 2026-03-02 /2026-062/2 RF18539007547034 ',
      '76 debit 15.90 2026-03-02 2026-03-02 /2026-062/3 Account fee ',
    ],
  );
});
