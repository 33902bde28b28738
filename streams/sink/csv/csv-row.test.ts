import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { type CsvInvoice, csvHeader, formatCsvRow } from './csv-row.ts';

const invoice: CsvInvoice = {
  invoiceNumber: '2026-000001',
  customerName: 'Ada Lovelace',
  amount: '12.50',
  currency: 'EUR',
  issuedAt: '2026-03-01T09:30:00.000Z',
  issueDate: '2026-02-28',
  isSimulated: false,
};

test('writes columns in the order that loaders expect, with CRLF', () => {
  assert.equal(csvHeader, 'invoiceNumber,customerName,amount,currency,issuedAt,issueDate,simulated\r\n');
  const row = '2026-000001,Ada Lovelace,12.50,EUR,2026-03-01T09:30:00.000Z,2026-02-28';
  assert.equal(formatCsvRow(invoice), `${row},false\r\n`);
  assert.equal(formatCsvRow({ ...invoice, isSimulated: true }), `${row},true\r\n`);
});

test('quotes separators, quotes and line ends, and doubles quotes', () => {
  assert.equal(
    formatCsvRow({ ...invoice, customerName: 'A "B", C' }),
    '2026-000001,"A ""B"", C",12.50,EUR,2026-03-01T09:30:00.000Z,2026-02-28,false\r\n',
  );
  assert.match(formatCsvRow({ ...invoice, customerName: 'A\nB' }), /"A\nB"/);
  assert.match(formatCsvRow({ ...invoice, customerName: 'A;=1+1' }), /"A;=1\+1"/);
});

test('disarms texts that a spreadsheet would run, in text columns only', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r']) {
    const row = formatCsvRow({ ...invoice, customerName: `${start}1+1`, invoiceNumber: `${start}1` });
    const [fields] = parse(row) as string[][];
    assert.deepEqual(fields?.slice(0, 2), [`'${start}1`, `'${start}1+1`]);
  }
  assert.match(formatCsvRow({ ...invoice, customerName: "'=1" }), /,''=1,/);
  assert.match(formatCsvRow({ ...invoice, customerName: "'t Hooft" }), /,'t Hooft,/);
  assert.match(formatCsvRow({ ...invoice, amount: '-12.50' }), /,-12\.50,/);
});

test('a CSV reader gets back what was written', () => {
  const start = fc.constantFrom('', "'", "''", '=', "'=", "''-", "'''+", "'@", '＝', "'＠");
  const text = fc
    .tuple(start, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }))
    .map((parts) => parts.join(''));
  const rows = fc.array(fc.record({ invoiceNumber: text, customerName: text }), { maxLength: 5 });
  fc.assert(
    fc.property(rows, (given) => {
      const csv = csvHeader + given.map((names) => formatCsvRow({ ...invoice, ...names })).join('');
      const read = parse(csv, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[];
      assert.deepEqual(
        read.map(({ invoiceNumber, customerName }) => [unmark(invoiceNumber), unmark(customerName)]),
        given.map(({ invoiceNumber, customerName }) => [invoiceNumber, customerName]),
      );
    }),
  );
});

function unmark(text = ''): string {
  return /^'+[=+\-@\t\r\n＝＋－＠﹦﹢﹣﹫]/.test(text) ? text.slice(1) : text;
}
