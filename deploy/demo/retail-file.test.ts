import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeText, parseRetailFile, retailColumns } from './retail-file.ts';

const header = `${retailColumns.join()}\n`;

test('reads quotes, commas and line ends inside values', () => {
  const { records } = parseRetailFile(
    `${header}536477,22041,"RECORD FRAME 7"" SINGLE, \nSIZE ",48,01/12/2010 12:27,2.1,16210,United Kingdom\r\n`,
  );
  assert.deepEqual(records, [
    {
      rowNumber: 1,
      InvoiceNo: '536477',
      StockCode: '22041',
      Description: 'RECORD FRAME 7" SINGLE, \nSIZE',
      Quantity: '48',
      InvoiceDate: '01/12/2010 12:27',
      UnitPrice: '2.1',
      CustomerID: '16210',
      Country: 'United Kingdom',
    },
  ]);
});

test('refuses a row that breaks off and keeps count of it', () => {
  const file = parseRetailFile(`${header}1,A,B,1,01/12/2010 12:27,1,2,France\n539650,84347,R`);
  assert.equal(file.rowCount, 2);
  assert.equal(file.records.length, 1);
  assert.deepEqual(file.refusals, [
    {
      rowNumber: 2,
      invoiceNumber: '539650',
      column: 'Quantity',
      code: 'ROW_INCOMPLETE',
      message: 'has 3 values where 8 are needed',
    },
  ]);
});

test('refuses a file with other columns', () => {
  assert.throws(() => parseRetailFile('a,b\n1,2\n'), TypeError);
  assert.throws(() => parseRetailFile(''), TypeError);
});

test('reads UTF-8, with or without a mark, and Windows-1252', () => {
  assert.equal(decodeText(Buffer.from('£')), '£');
  assert.equal(decodeText(Buffer.from([0xa3, 0x80])), '£€');
  assert.equal(
    parseRetailFile(`\uFEFF${header}1,A,£,1,01/12/2010 12:27,1,2,France\n`).records[0]?.Description,
    '£',
  );
});
