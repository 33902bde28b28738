import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createDateReader } from '../cells/date-cell.ts';
import { listShippedMappings } from '../find-mapping.ts';
import { checkMapping } from '../parse-mapping.ts';
import { findInvoiceMapping, toInvoiceMapping } from '../testing/invoice-mappings.ts';
import { proposeMapping } from './propose-mapping.ts';
import { readSample } from './read-sample.ts';
import { tryMapping } from './try-mapping.ts';

const shipped = await listShippedMappings();

function propose(csv: string | Uint8Array) {
  const { sample, doubts } = readSample(Buffer.from(csv));
  const { mapping: input, missing } = proposeMapping(sample, doubts, 'proposed', shipped);
  if (input === undefined) return { missing };
  const mapping = toInvoiceMapping(checkMapping(input).mapping);
  return { mapping, doubts: mapping.doubts ?? [], trial: tryMapping(mapping, sample) };
}

const facturation = `invoiceNumber,customerName,amount,currency,issuedAt,issueDate\r
2026-000001,Ada,12.50,EUR,2026-03-01T09:30:00.000Z,2026-03-01\r
2026-000002,Bo,-3.00,JPY,2026-03-01T09:31:00.000Z,2026-02-28\r
`;

test('finds the shipped mapping for the file of the sink', async () => {
  const { mapping, doubts } = propose(facturation);
  assert.ok(mapping !== undefined);
  assert.match(doubts[0] ?? '', /"facturation".* fits this file/);
  const { invoice, creditNote } = await findInvoiceMapping('facturation');
  assert.deepEqual(
    [mapping.invoice, mapping.creditNote],
    [{ ...invoice, issueDate: 'issueDate' }, creditNote],
  );
});

test('finds the VAT category of lines and its reason, and says that an exemption without a reason is rejected', () => {
  const header = 'Invoice no;Date;Customer;Description;Qty;Unit price;VAT rate;VAT category';
  const taxed = `${header};Exemption reason
A-1;2026-03-01;Ada;Tea;1;2.50;20;S;
A-2;2026-03-01;Bo;Course;1;90.00;;e;Article 132
A-3;2026-03-02;Cy;Advice;1;70.00;0;AE;
`;
  const { mapping, doubts, trial } = propose(taxed);
  assert.equal(mapping?.line?.taxCategory, 'VAT category');
  assert.equal(mapping?.line?.taxExemptionReason, 'Exemption reason');
  assert.deepEqual([trial?.rejectedRows, doubts?.some((doubt) => doubt.includes('category E'))], [0, false]);
  const bare = propose(`${header}\nA-2;2026-03-01;Bo;Course;1;90.00;0;E\n`);
  assert.equal(bare.mapping?.line?.taxCategory, 'VAT category');
  assert.ok(bare.doubts?.some((doubt) => doubt.includes('category E')));
  assert.equal(bare.trial?.rejectedRows, 1);
  const others = propose(`${header}\nA-2;2026-03-01;Bo;Course;1;90.00;0;medical\n`);
  assert.equal(others.mapping?.line?.taxCategory, undefined, 'a column of other texts holds no categories');
});

test('finds lines, credit notes, codes that are not goods and missing customers in a retail file', () => {
  const { mapping, doubts, trial } =
    propose(`InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,LANTERN,6,01/12/2010 08:26,2.55,17850,United Kingdom
536365,71053,HEART,6,01/12/2010 08:26,3.39,17850,United Kingdom
536365,POST,POSTAGE,1,13/12/2010 08:27,18.00,17850,United Kingdom
C536379,85123A,LANTERN,-1,13/12/2010 09:41,2.55,14527,United Kingdom
536414,22139,,56,13/12/2010 11:52,0,,United Kingdom
536415,22139,TEA,1,13/12/2010 11:53,1,,United Kingdom
`);
  assert.ok(mapping !== undefined);
  assert.deepEqual(mapping.dates.forms, ['dd/MM/yyyy HH:mm']);
  assert.deepEqual(mapping.invoice.customerName, { column: 'CustomerID', prefix: 'Customer ' });
  assert.deepEqual(mapping.line, {
    sku: 'StockCode',
    description: 'Description',
    quantity: 'Quantity',
    unitPrice: 'UnitPrice',
  });
  assert.deepEqual(mapping.grouping, { by: 'number', issuedAt: 'first' });
  assert.deepEqual(mapping.creditNote, { numberPrefix: 'C', figures: 'negative' });
  assert.deepEqual(mapping.noGoods?.codes, ['POST']);
  assert.deepEqual(mapping.missingCustomer, { keepAs: 'Customer unknown' });
  assert.deepEqual([trial?.invoices, trial?.rejectedRows], [3, 1]);
  for (const setting of [
    'currency',
    'timeZone',
    'missingCustomer',
    'missingDescription',
    'creditNote',
    'Country',
  ]) {
    assert.ok(
      doubts.some((doubt) => doubt.includes(setting)),
      setting,
    );
  }
});

test('finds net, tax and total with decimal commas and German names in windows-1252', () => {
  const csv = `Rechnungsnr;Kunde;Datum;Netto;MwSt-Betrag;Bruttobetrag;Währung
R-1;Müller;01.02.2026;1.234,50;234,56;1.469,06;EUR
R-2;Abel;13.02.2026;(5,00);(0,95);(5,95);EUR
`;
  const { mapping, trial } = propose(Buffer.from(csv, 'latin1'));
  assert.ok(mapping !== undefined);
  assert.deepEqual([mapping.file.encoding, mapping.file.separator], ['windows-1252', ';']);
  assert.deepEqual([mapping.numbers.decimal, mapping.numbers.thousands], [',', ['.']]);
  assert.deepEqual([mapping.dates.forms, mapping.creditNote], [['dd.MM.yyyy'], 'negativeAmount']);
  const { net, tax, total, currency } = mapping.invoice;
  assert.deepEqual([net, tax, total, currency], ['Netto', 'MwSt-Betrag', 'Bruttobetrag', 'Währung']);
  assert.deepEqual([trial?.invoices, trial?.rejectedRows], [2, 0]);
});

test('reports ambiguities: day or month first, thousands or decimals, columns without names', () => {
  const { mapping, doubts } = propose('1001,Ada,05/06/2026,"1,200",USD\n1002,Bo,06/06/2026,"2,300",USD\n');
  assert.deepEqual(mapping?.file.columns, ['column1', 'column2', 'column3', 'column4', 'column5']);
  for (const wanted of [
    /day or the month first/,
    /thousands or decimals/,
    /"column4" is taken for the total/,
  ]) {
    assert.ok(
      doubts?.some((doubt) => wanted.test(doubt)),
      String(wanted),
    );
  }
});

test('finds months by name, and takes two digits for a year only with a doubt', () => {
  const hasDoubt = (doubts: readonly string[] | undefined, text: string) =>
    doubts?.some((doubt) => doubt.includes(text)) === true;
  for (const [form, ...cells] of [
    ['dd-MMM-yyyy', '01-DEC-2010', '13-JAN-2011'],
    ['d MMM yyyy HH:mm', '1 Dec 2010 08:26', '13 Jan 2011 09:41'],
    ['MMMM d, yyyy', 'December 1, 2010', 'January 13, 2011'],
    ['dd-MMM-yy', '01-Dec-98', '13-Jan-11'],
    ['MM/dd/yy', '12/31/98', '01/13/11'],
    ['yy-MM-dd', '98-12-31', '11-01-13'],
  ]) {
    const rows = cells.map((cell, index) => `A${index};Ada;1.50;"${cell}"\n`);
    const { mapping, doubts, trial } = propose(`Invoice;Customer;Amount;Date\n${rows.join('')}`);
    assert.deepEqual([mapping?.dates.forms, trial?.rejectedRows], [[form], 0]);
    assert.equal(hasDoubt(doubts, 'have two digits'), !form?.includes('yyyy'), form);
    assert.ok(!hasDoubt(doubts, ' first: '), form);
  }
  const { doubts } = propose('Invoice;Customer;Amount;Date\nA1;Ada;1.50;01/02/03\nA2;Ada;1.50;04/05/06\n');
  assert.ok(
    hasDoubt(
      doubts,
      'may have the day or the month or the year first: dd/MM/yy is taken, and not MM/dd/yy or yy/MM/dd',
    ),
  );
});

test('a sample of May alone reads other months too, short or whole', () => {
  for (const [may, ...others] of [
    ['13 May 2010', '13 Jun 2010', '13 June 2010'],
    ['May 1, 2010', 'Dec 1, 2010', 'December 1, 2010'],
  ]) {
    const { mapping } = propose(`Invoice;Customer;Amount;Date\nA1;Ada;1.50;"${may}"\n`);
    assert.ok(mapping !== undefined);
    const reader = createDateReader(mapping.dates, 'UTC');
    for (const other of others) assert.ok(reader.read(other) !== undefined, other);
  }
});

test('finds columns in a header of sentences', () => {
  const { mapping } =
    propose(`"What is the invoice number?","Who is the customer?","What is the total amount in GBP?","On which date was it issued?"
A-1,Ada,12.00,2026-03-01
A-2,Bo,13.00,2026-03-14
`);
  assert.deepEqual(mapping?.invoice, {
    number: 'What is the invoice number?',
    customerName: 'Who is the customer?',
    amount: 'What is the total amount in GBP?',
    currency: { constant: 'GBP' },
    issuedAt: 'On which date was it issued?',
  });
});

test('names the columns itself if the header has repeated names or none, and skips that header', () => {
  const { mapping, trial } = propose('number,date,,date,amount\nA-1,2026-03-01,Ada,2026-04-01,1.50\n');
  assert.deepEqual(mapping?.file.columns, ['number', 'column2', 'column3', 'column4', 'amount']);
  assert.deepEqual([mapping?.file.linesToSkip, mapping?.invoice.customerName], [1, 'column3']);
  assert.deepEqual([trial?.invoices, trial?.rejectedRows], [1, 0]);
});

test('names the values that no column holds', () => {
  const { missing } = propose('name,colour\nAda,red\nBo,blue\n');
  assert.deepEqual(missing, [
    'the time of issue, in a form that is known',
    'an amount, or a quantity and a unit price',
  ]);
  assert.equal(propose('').missing?.length, 3);
});

test('a proposal is always a valid mapping', () => {
  const cell = fc.oneof(
    fc.constantFrom('', '1', '-2.50', '1,234', 'EUR', '2026-03-01', '01/02/2026', 'POST', 'C1', '"a', 'a"b'),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  );
  const names = fc.constantFrom(
    'InvoiceNo',
    'Date',
    'Amount',
    'Quantity',
    'Price',
    'Description',
    'Customer',
    '',
    'x',
  );
  const row = fc.array(cell, { minLength: 3, maxLength: 5 });
  const header = fc.array(names, { minLength: 3, maxLength: 5 });
  fc.assert(
    fc.property(
      header,
      fc.array(row, { maxLength: 6 }),
      fc.constantFrom(',', ';', '\t'),
      (first, rows, separator) => {
        const { mapping, missing } = propose(
          [first, ...rows].map((cells) => cells.join(separator)).join('\n'),
        );
        assert.ok(mapping !== undefined || missing.length > 0);
      },
    ),
    { numRuns: 200 },
  );
});
