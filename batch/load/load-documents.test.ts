import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { writeCii } from '#documents/cii/write-cii.ts';
import type { EInvoice } from '#documents/model/e-invoice.ts';
import { renderPdf } from '#documents/pdf/render-pdf.ts';
import { sampleInvoice } from '#documents/testing/sample-invoice.ts';
import { writeUbl } from '#documents/ubl/write-ubl.ts';
import { withOwnSellers } from '../documents/own-sellers.ts';
import { findMapping } from '../mapping/find-mapping.ts';
import { anySeller } from '../mapping/testing/any-seller.ts';
import { dryRun, formatDryRun } from './dry-run.ts';
import type { LoadRequest } from './load-request.ts';
import { formatResult } from './progress/format-result.ts';
import { createPaymentLedger, type PaymentLedger, readRejectFile } from './testing/payment-ledger.ts';

const shipped = await findMapping('documents');
const documents = withOwnSellers(shipped, ['FR11123456782', '123456782']);
let ledger: PaymentLedger;
before(async () => {
  ledger = await createPaymentLedger();
});
after(() => ledger.close());

const numbered = (number: string, changes: Partial<EInvoice> = {}): EInvoice => ({
  ...sampleInvoice,
  number,
  ...changes,
});

/** Writes the files of a folder. */
async function fill(name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = join(ledger.folder, name);
  await mkdir(folder);
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
  return folder;
}

const load = (path: string, changes: Partial<LoadRequest> = {}) =>
  ledger.load('', { mapping: documents, path, rejectPath: `${path}.rejects.csv`, ...changes });

const stored = (prefix: string) => ledger.admin`
  select i.number, i.kind, i.customer_name as customer, i.currency, i.issue_date::text as day, i.net_minor::int as net,
    i.tax_minor::int as tax, i.total_minor::int as total, i.line_count as lines
  from billing.invoices i where i.number like ${`${prefix}-%`} order by i.number`;

const sample = {
  kind: 'INVOICE',
  customer: 'Dupont & Fils',
  currency: 'EUR',
  day: '2026-09-01',
  net: 13_500,
  tax: 2_700,
  total: 16_200,
  lines: 4,
};

const rejectsOf = async (result: Parameters<typeof readRejectFile>[0]) =>
  (await readRejectFile(result))
    .split('\r\n')
    .slice(1, -1)
    .map((row) => {
      const [, file, column, code] = /^\d+,\d+,([^,]*),([^,]*),/.exec(row) ?? [];
      return [file, column ?? code, /,((?:\w|-)+\.\w+),/.exec(row)?.[1]].slice(0, 3);
    });

test('a folder of documents in all forms becomes the invoices that they are', async () => {
  const pdf = async (document: EInvoice) =>
    renderPdf(document, { language: 'fr', facturX: Buffer.from(writeCii(document)) });
  const folder = await fill('all', {
    'a.xml': writeCii(numbered('A-1')),
    'b.xml': writeUbl(numbered('A-2')),
    'c.pdf': await pdf(numbered('A-3')),
    // The same document in another form.
    'd.xml': writeUbl(numbered('A-3')),
    'e.any': writeUbl(numbered('A-4', { typeCode: '381' })),
    'f.xml.gz': gzipSync(
      Buffer.from(`\uFEFF${writeCii(numbered('A-5')).replace('UTF-8', 'UTF-16')}`, 'utf16le'),
    ),
    '.hidden': 'x',
  });
  const trial = await dryRun(folder, documents, {
    seller: anySeller,
    isSorted: false,
    signal: new AbortController().signal,
  });
  assert.match(formatDryRun('all', trial), /21 rows would become 5 invoices, 0 rows would be rejected/);
  const result = await load(folder);
  assert.deepEqual([result.status, await readRejectFile(result)], ['COMPLETED', '']);
  assert.match(formatResult('all', result), /left out +1 repeated rows$/m);
  assert.deepEqual(
    [...(await stored('A'))],
    [
      { number: 'A-1', ...sample },
      { number: 'A-2', ...sample },
      { number: 'A-3', ...sample },
      { number: 'A-4', ...sample, kind: 'CREDIT_NOTE', net: -13_500, tax: -2_700, total: -16_200 },
      { number: 'A-5', ...sample },
    ],
  );
  await assert.rejects(load(folder), { code: 'ALREADY_COMPLETE' });
  const again = await load(folder, { parameters: { again: '1' } });
  assert.deepEqual([again.counts.loadedRows, again.counts.alreadyThereRows], [0, 20]);
});

test('lines have their quantities, units, prices, rates and categories', async () => {
  const exempt = { category: 'E', rateMilli: 0 } as const;
  const [line] = sampleInvoice.lines;
  const document = numbered('L-1', {
    adjustments: [],
    lines: [{ ...(line as EInvoice['lines'][number]), vat: exempt }],
    vatBreakdown: [{ ...exempt, baseMinor: 10_000n, taxMinor: 0n, exemptionReason: 'Art. 261' }],
    totals: {
      ...sampleInvoice.totals,
      lineMinor: 10_000n,
      allowanceMinor: 0n,
      netMinor: 10_000n,
      taxMinor: 0n,
      grossMinor: 10_000n,
      dueMinor: 10_000n,
    },
  });
  const path = join(ledger.folder, 'lines.xml');
  await writeFile(path, writeUbl(document));
  const result = await load(path);
  assert.equal(await readRejectFile(result), '');
  const rows = await ledger.admin`
    select l.sku, l.description, l.quantity_e4::int as quantity, l.unit, l.unit_price_micro::text as price, l.tax_rate_milli as rate,
      l.tax_category as category, l.tax_exemption_reason as reason
    from billing.invoice_lines l join billing.invoices i on i.id = l.invoice_id where i.number = 'L-1'`;
  assert.deepEqual(
    [...rows],
    [
      {
        sku: 'CH-01',
        description: 'Chaise',
        quantity: 100_000,
        unit: 'unit',
        price: '1000000000',
        rate: 0,
        category: 'E',
        reason: 'Art. 261',
      },
    ],
  );
});

test('VAT that differs from base by rate by less than one unit is that of the document, and more is rejected with the rule', async () => {
  const withTax = (number: string, taxMinor: bigint) => {
    const grossMinor = 13_500n + taxMinor;
    return writeCii(
      numbered(number, {
        vatBreakdown: [{ category: 'S', rateMilli: 20_000, baseMinor: 13_500n, taxMinor }],
        totals: { ...sampleInvoice.totals, taxMinor, grossMinor, dueMinor: grossMinor },
      }),
    );
  };
  // Base by rate is 27.00.
  const folder = await fill('vat', {
    'a.xml': withTax('V-1', 2_799n),
    'b.xml': withTax('V-2', 2_601n),
    'c.xml': withTax('V-3', 2_800n),
    'd.xml': withTax('V-4', 2_600n),
  });
  const result = await load(folder);
  assert.deepEqual(await rejectsOf(result), [
    ['BT-117', 'BR-S-09', 'c.xml'],
    ['BT-117', 'BR-S-09', 'd.xml'],
  ]);
  assert.deepEqual(
    [...(await stored('V'))],
    [
      { number: 'V-1', ...sample, tax: 2_799, total: 16_299 },
      { number: 'V-2', ...sample, tax: 2_601, total: 16_101 },
    ],
  );
  const again = await load(folder, { parameters: { again: '1' } });
  assert.deepEqual([again.counts.loadedRows, again.counts.alreadyThereRows], [0, 8]);
});

test('what is wrong is rejected by document, term and rule, and the other documents are loaded', async () => {
  const xml = writeCii(numbered('B-2'));
  const folder = await fill('wrong', {
    'a.xml': writeCii(numbered('B-1')),
    'b.xml': xml.replace('<ram:DuePayableAmount>162.00', '<ram:DuePayableAmount>161.00'),
    'c.xml': xml.replace('<ram:Name>Dupont &amp; Fils</ram:Name>', '').replace('20260901', '2026'),
    'd.xml': writeCii(numbered('B-1', { paymentTerms: 'another text' })),
    'e.txt': 'no document',
    'f.pdf': '%PDF-1.7 cut off',
    'g.xml': '<!DOCTYPE a><a/>',
    'h.xml': writeUbl(
      numbered('B-3', {
        seller: { ...sampleInvoice.seller, vatId: 'FR00000000000', identifiers: [], legalId: { id: '1' } },
      }),
    ),
    'i.xml': writeUbl(numbered('B-4')),
  });
  const result = await load(folder);
  assert.equal(result.status, 'COMPLETED');
  assert.deepEqual(
    (await stored('B')).map(({ number }) => number),
    ['B-1', 'B-4'],
  );
  assert.deepEqual(
    await rejectsOf(result),
    [
      ['BT-115', 'BR-CO-16', 'b.xml'],
      ['BT-2', 'BR-03', 'c.xml'],
      ['BT-44', 'BR-07', 'c.xml'],
      ['BT-1', 'NUMBER_TWICE', 'd.xml'],
      ['', 'NOT_A_DOCUMENT', 'e.txt'],
      ['', 'DAMAGED', 'f.pdf'],
      ['', 'UNSUPPORTED', 'g.xml'],
      ['BT-27', 'OTHER_SELLER', 'h.xml'],
    ].map(([column, code, file]) => [column, code, file]),
  );
  const text = await readRejectFile(result);
  assert.match(
    text,
    /BT-2 is ""2026"": it must be a day as YYYYMMDD \(line \d+, \/rsm:CrossIndustryInvoice\//,
  );
});

test('the seller can be named, and documents of others are rejected', async () => {
  const path = join(ledger.folder, 'seller.xml');
  await writeFile(path, writeCii(numbered('S-1')));
  const refused = await load(path, {
    mapping: { ...documents, sellers: ['FR99999999999'] } as typeof documents,
  });
  assert.match(
    await readRejectFile(refused),
    /OTHER_SELLER,.*none of its numbers is one of those of the load: FR99999999999/,
  );
  const taken = await load(path, { mapping: { ...documents, sellers: ['123 456 782'] } as typeof documents });
  assert.equal(taken.counts.loadedInvoices, 1);
});

test('nothing is loaded as long as it is not known whose documents are wanted', async () => {
  const path = join(ledger.folder, 'unknown.xml');
  await writeFile(path, writeCii(numbered('U-1')));
  await assert.rejects(
    dryRun(path, shipped, { seller: anySeller, isSorted: false, signal: new AbortController().signal }),
    { code: 'SELLER_UNKNOWN', message: /SELLER_FILE, or the VAT id, SIREN or SIRET by --seller/ },
  );
  const result = await load(path, { mapping: shipped });
  assert.deepEqual([result.status, [...(await stored('U'))]], ['FAILED', []]);
});

test('a document with other figures than the ledger has is a conflict', async () => {
  const path = join(ledger.folder, 'conflict.xml');
  await writeFile(path, writeCii(numbered('C-1')));
  await load(path);
  await writeFile(path, writeCii(numbered('C-1', { buyer: { ...sampleInvoice.buyer, name: 'Autre' } })));
  const result = await load(path);
  assert.match(
    await readRejectFile(result),
    /CONFLICT,"invoice C-1 is there with other figures: customer is ""Dupont & Fils"" here/,
  );
});

test('rows of a document that its ledger refuses are corrected in the reject file and loaded', async () => {
  const outside = { category: 'O', rateMilli: 0 } as const;
  const { vatId: _, ...seller } = sampleInvoice.seller;
  const { vatId: __, ...buyer } = sampleInvoice.buyer;
  const document = numbered('O-1', {
    seller,
    buyer,
    lines: sampleInvoice.lines.map((line) => ({ ...line, vat: outside })),
    adjustments: [],
    vatBreakdown: [{ ...outside, baseMinor: 14_500n, taxMinor: 0n, exemptionCode: 'VATEX-EU-O' }],
    totals: {
      ...sampleInvoice.totals,
      allowanceMinor: 0n,
      netMinor: 14_500n,
      taxMinor: 0n,
      grossMinor: 14_500n,
      dueMinor: 14_500n,
    },
  });
  const path = join(ledger.folder, 'outside.xml');
  await writeFile(path, writeUbl(document));
  const rejects = await readRejectFile(await load(path));
  assert.match(rejects, /taxCategory,NOT_A_TAX_CATEGORY/);
  const corrected = join(ledger.folder, 'corrected.csv');
  await writeFile(corrected, rejects.replaceAll(',O,VATEX-EU-O', ',E,Hors champ'));
  const completed = await load(corrected);
  assert.equal(await readRejectFile(completed), '');
  assert.deepEqual(
    (await stored('O')).map(({ number, total, lines }) => [number, total, lines]),
    [['O-1', 14_500, 3]],
  );
});

test('invoices are not loaded as rows, and a folder without files says so', async () => {
  const folder = await fill('empty', {});
  await assert.rejects(load(folder), { code: 'FILE_UNSUPPORTED', message: /has no files/ });
  const path = join(ledger.folder, 'as-rows.xml');
  await writeFile(path, writeCii(numbered('R-1')));
  const mapping = await findMapping('facturation');
  await assert.rejects(load(path, { mapping }), { code: 'FILE_UNSUPPORTED', message: /--mapping documents/ });
});

test('a load of a folder that failed goes on where it ended, unless the folder has changed', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => {
      const document = numbered(`Z-${10 + index}`);
      const xml = index % 2 === 0 ? writeCii(document) : writeUbl(document);
      return [
        `${10 + index}.xml`,
        index === 8 ? xml.replace('>F-2026', '>').replace('162.00</ram:Due', '1.00</ram:Due') : xml,
      ];
    }),
  );
  const folder = await fill('failing', files);
  const failed = await load(folder, { skipLimit: 0, chunkRows: 8 });
  assert.equal(failed.status, 'FAILED');
  assert.ok(failed.counts.loadedInvoices > 0 && failed.counts.loadedInvoices < 11);
  const completed = await load(folder, { chunkRows: 8 });
  assert.deepEqual([completed.jobNumber, completed.status], [failed.jobNumber, 'COMPLETED']);
  assert.deepEqual([completed.counts.loadedInvoices, completed.counts.rejectedRows], [11, 1]);
  assert.equal((await stored('Z')).length, 11);
  const again = await load(folder, { parameters: { again: '1' }, skipLimit: 0 });
  await writeFile(join(folder, '99.xml'), 'more');
  await assert.rejects(load(folder, { expectedSha256: 'that of before' }), { code: 'FILE_CHANGED' });
  assert.equal(again.status, 'FAILED');
});
