import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMapping } from './find-mapping.ts';
import { withAllRows } from './invoice-mapping.ts';
import { findInvoiceMapping } from './testing/invoice-mappings.ts';
import { readRows } from './testing/read-rows.ts';

const retail = await findMapping('online-retail');

const retailCsv = `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,01/12/2010 08:26,2.55,17850,United Kingdom
536365,POST,POSTAGE,1,01/12/2010 08:26,18,17850,United Kingdom
C536379,D,Discount,-1,01/12/2010 09:41,27.50,14527,United Kingdom
536414,22139,,56,01/12/2010 11:52,0,,United Kingdom
536544,22081,"RIBBON REEL ""FLORA"" + \xa31 ",5,01/12/2010 14:32,3.36,,United Kingdom
536544,DOT,DOTCOM POSTAGE,1,01/12/2010 14:32,569.77,,United Kingdom
536591,m,Manual,1,01/12/2010 16:57,1,14606,United Kingdom
536591,22139,GIFT,1,01/12/2010 16:58,0,14606,United Kingdom
536779,BANK CHARGES,Bank Charges,1,02/12/2010 15:08,15,15823,United Kingdom
537032,21275,?,-30,03/12/2010 16:50,0,,United Kingdom
539650,22595,CHRISTMAS GINGHAM HEART,5,20/12/2010 16:11,0.85,,United Kingdom
539650,84347,R`;

test('online-retail makes an invoice or a rejected row of every row', () => {
  const { invoices, rejects } = readRows(Buffer.from(retailCsv, 'latin1'), retail);
  assert.deepEqual(
    invoices.map(({ number, kind, customerName, totalMinor, rowNumber, rowCount }) =>
      [number, kind, customerName, totalMinor, rowNumber, rowCount].join(' '),
    ),
    [
      '536365 INVOICE Customer 17850 3330 1 2',
      'C536379 CREDIT_NOTE Customer 14527 -2750 3 1',
      '536544 INVOICE Customer unknown 58657 5 2',
      '536591 INVOICE Customer 14606 100 7 2',
      '536779 INVOICE Customer 15823 1500 9 1',
    ],
  );
  assert.deepEqual(
    rejects.map(({ source, problems }) => `${source.rowNumber} ${problems.map(({ code }) => code).join()}`),
    ['4 DESCRIPTION_MISSING', '10 QUANTITY_NOT_POSITIVE', '11 INVOICE_REJECTED', '12 CUT_OFF'],
  );
});

test('online-retail keeps codes that are not goods without a product, and texts as they are', () => {
  const { invoices } = readRows(Buffer.from(retailCsv, 'latin1'), retail);
  const lines = invoices.flatMap((invoice) => invoice.lines);
  assert.deepEqual(
    lines.map(({ sku }) => sku),
    ['85123A', null, null, '22081', null, null, '22139', null],
  );
  assert.equal(lines[3]?.description, 'RIBBON REEL "FLORA" + £1');
});

const facturation = await findInvoiceMapping('facturation');
const sinkCsv = `invoiceNumber,customerName,amount,currency,issuedAt,issueDate,simulated
2026-000001,Martin,1.00,EUR,2026-03-01T09:30:00.000Z,2026-03-01,false
SIM-1,Made up,2.00,EUR,2026-03-01T09:30:00.000Z,2026-03-01,true
SIM-2,Made up,no amount,EUR,2026-03-01T09:30:00.000Z,2026-03-01,TRUE
2026-000002,Martin,3.00,EUR,2026-03-01T09:30:00.000Z,2026-03-01,
2026-000003,Martin,4.00,EUR,2026-03-01T09:30:00.000Z,2026-03-01,WAHR`;

test('facturation leaves simulated invoices out, whatever else their rows say, and refuses a mark it does not know', () => {
  const { invoices, rejects } = readRows(Buffer.from(sinkCsv), facturation);
  assert.deepEqual(
    invoices.map(({ number }) => number),
    ['2026-000001', '2026-000002'],
  );
  assert.deepEqual(
    rejects.flatMap(({ problems }) => problems),
    [
      {
        column: 'simulated',
        code: 'NOT_A_MARK',
        message: 'simulated: "WAHR" must be one of "true", "false", "" (leaveOut)',
      },
    ],
  );
});

test('facturation without its rule for left-out rows loads simulated invoices like others', () => {
  const { invoices, rejects } = readRows(Buffer.from(sinkCsv), withAllRows(facturation));
  assert.deepEqual(
    invoices.map(({ number }) => number),
    ['2026-000001', 'SIM-1', '2026-000002', '2026-000003'],
  );
  assert.deepEqual(
    rejects.flatMap(({ problems }) => problems.map(({ code }) => code)),
    ['NOT_A_NUMBER'],
  );
});

test('a row that is left out does not split an invoice whose rows stand around it', () => {
  const grouped = {
    ...retail,
    leaveOut: { column: 'Country', values: ['Test'], name: 'trial' },
  };
  const csv = [
    ...retailCsv.split('\n').slice(0, 2),
    '536400,22139,GIFT,1,01/12/2010 08:26,1,17850,test',
    ...retailCsv.split('\n').slice(2, 3),
  ];
  const { invoices, rejects } = readRows(Buffer.from(csv.join('\n'), 'latin1'), grouped);
  assert.deepEqual(
    invoices.map(({ number, rowCount, totalMinor }) => [number, rowCount, totalMinor]),
    [['536365', 2, 3330]],
  );
  assert.deepEqual(rejects, []);
});
