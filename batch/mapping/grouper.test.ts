import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyDay } from './any-day.ts';
import { compileMapping } from './compile-mapping.ts';
import { createGrouper, type GroupedRows } from './grouper.ts';
import type { ImportInvoice, SourceRow } from './import-invoice.ts';
import type { Mapper } from './row-mapper.ts';
import { findInvoiceMapping } from './testing/invoice-mappings.ts';
import { toMapper } from './testing/to-mapper.ts';

const mapper = toMapper({
  name: 'lines',
  invoice: {
    number: 'number',
    customerName: 'customer',
    currency: { constant: 'EUR' },
    issuedAt: 'at',
    total: 'total',
  },
  line: { description: 'text', quantity: 'quantity', unitPrice: 'price', taxRate: { constant: '20' } },
  grouping: { by: 'number' },
});
const at = '2026-03-01T09:30:00.000Z';

type Cells = readonly [
  number: string,
  price: string,
  rest?: { total?: string; customer?: string; at?: string },
];

function toRows(cells: readonly Cells[], total = '1.20'): SourceRow[] {
  return cells.map(([number, price, rest], index) => ({
    fields: [number, rest?.customer ?? 'Ada', rest?.at ?? at, rest?.total ?? total, 'Tea', '1', price],
    rowNumber: index + 1,
    line: index + 2,
    byteOffset: index * 10,
  }));
}

function group(rows: readonly SourceRow[], by: Mapper = mapper): GroupedRows<ImportInvoice> {
  const into: GroupedRows<ImportInvoice> = { items: [], rejects: [] };
  const grouper = createGrouper(by);
  for (const row of rows) grouper.push(row, into);
  grouper.end(into);
  return into;
}

const codes = ({ rejects }: GroupedRows<ImportInvoice>) =>
  rejects.map(({ source, problems }) => `${source.rowNumber} ${problems[0].code}`);
const numbers = ({ items }: GroupedRows<ImportInvoice>) =>
  items.map(({ number, rowCount }) => `${number} ${rowCount}`);

test('rows with one number that follow each other are one invoice', () => {
  const grouped = group(
    toRows([
      ['A', '1.00'],
      ['B', '0.50', { total: '1.20' }],
      ['B', '0.50'],
    ]),
  );
  assert.deepEqual(codes(grouped), []);
  assert.deepEqual(numbers(grouped), ['A 1', 'B 2']);
  const [, second] = grouped.items;
  assert.deepEqual(
    [second?.rowNumber, second?.netMinor, second?.taxMinor, second?.totalMinor],
    [2, 100, 20, 120],
  );
  assert.deepEqual(
    second?.lines.map(({ position, netMinor }) => [position, netMinor]),
    [
      [1, 50],
      [2, 50],
    ],
  );
});

test('one bad row rejects all rows of its invoice, each once, and names itself to the others', () => {
  const grouped = group(
    toRows([
      ['A', '0.50'],
      ['A', 'x'],
      ['A', '0.50'],
      ['B', '1.00'],
    ]),
  );
  assert.deepEqual(codes(grouped), ['1 INVOICE_REJECTED', '2 NOT_A_NUMBER', '3 INVOICE_REJECTED']);
  assert.match(grouped.rejects[0]?.problems[0].message ?? '', /row 2 .*NOT_A_NUMBER/);
  assert.deepEqual(numbers(grouped), ['B 1']);
});

test('a row without a number may belong to either neighbour, so neither is loaded', () => {
  const grouped = group(
    toRows([
      ['A', '1.00'],
      ['', '1.00'],
      ['B', '1.00'],
      ['C', '1.00'],
    ]),
  );
  assert.deepEqual(codes(grouped), ['1 INVOICE_REJECTED', '2 INVOICE_NUMBER_MISSING', '3 INVOICE_REJECTED']);
  assert.deepEqual(numbers(grouped), ['C 1']);
});

test('a row that is cut off within its number counts as a row without a number', () => {
  const problem = { column: null, code: 'CUT_OFF', message: 'the file ends within this row' };
  const broken = { fields: ['5'], rowNumber: 2, line: 3, byteOffset: 10, problem };
  assert.deepEqual(codes(group([...toRows([['536', '1.00']]), broken])), ['1 INVOICE_REJECTED', '2 CUT_OFF']);
  const wholeNumber = { ...broken, fields: ['537', 'A'] };
  assert.deepEqual(codes(group([...toRows([['536', '1.00']]), wholeNumber])), ['2 CUT_OFF']);
});

test('the number of a broken row is trusted if nothing can have moved or changed it', () => {
  const second = toMapper(
    {
      name: 'second',
      invoice: { number: 'number', customerName: 'customer', currency: { constant: 'EUR' }, issuedAt: 'at' },
      line: { description: 'text', quantity: 'quantity', unitPrice: 'price' },
      grouping: { by: 'number' },
    },
    ['customer', 'number', 'at', 'text', 'quantity', 'price'],
  );
  const row = (
    rowNumber: number,
    number: string,
    code?: string,
    column: string | null = null,
  ): SourceRow => ({
    fields: ['Ada', number, at, 'Tea', '1', '1'],
    rowNumber,
    line: rowNumber,
    byteOffset: rowNumber,
    problem: code === undefined ? undefined : { column, code, message: 'is broken' },
  });
  const others = (...rows: SourceRow[]) => numbers(group(rows, second));
  assert.deepEqual(others(row(1, 'A'), row(2, 'B', 'RAGGED_ROW'), row(3, 'C'), row(4, 'D')), ['D 1']);
  assert.deepEqual(others(row(1, 'A'), row(2, 'A', 'RAGGED_ROW'), row(3, 'C')), ['C 1']);
  assert.deepEqual(others(row(1, 'A'), row(2, 'A', 'BAD_ENCODING', 'number'), row(3, 'C')), []);
  assert.deepEqual(others(row(1, 'A'), row(2, 'B', 'LINES_SCATTERED'), row(3, 'C')), ['A 1', 'C 1']);
});

test('rows of one invoice must agree', () => {
  const grouped = group(
    toRows([
      ['A', '0.50'],
      ['A', '0.50', { customer: 'Bo' }],
    ]),
  );
  assert.deepEqual(codes(grouped), ['1 INVOICE_REJECTED', '2 INVOICE_INCONSISTENT']);
  assert.match(grouped.rejects[1]?.problems[0].message ?? '', /customer's name .*row 1/);
});

test('the time of issue of the first row counts if the mapping says so', () => {
  const header = ['number', 'customer', 'at', 'total', 'text', 'quantity', 'price'];
  const first = toMapper(
    {
      name: 'first',
      invoice: { number: 'number', customerName: 'customer', currency: { constant: 'EUR' }, issuedAt: 'at' },
      line: { description: 'text', quantity: 'quantity', unitPrice: 'price' },
      grouping: { by: 'number', issuedAt: 'first' },
    },
    header,
  );
  const rows = toRows([
    ['A', '1.00'],
    ['A', '1.00', { at: '2026-03-01T09:31:00.000Z' }],
  ]);
  assert.equal(group(rows, first).items[0]?.issuedAtMs, Date.parse(at));
  assert.deepEqual(codes(group(rows)), ['1 INVOICE_REJECTED', '2 INVOICE_INCONSISTENT']);
});

test('lines must add up to the total that the file states', () => {
  assert.deepEqual(
    codes(
      group(
        toRows([
          ['A', '1.00'],
          ['A', '1.00'],
        ]),
      ),
    ),
    ['1 TOTAL_MISMATCH', '2 TOTAL_MISMATCH'],
  );
});

test('an invoice has at most 1,000 lines', () => {
  const rows = (count: number) =>
    toRows(
      Array.from({ length: count }, () => ['A', '1.00']),
      '1200.00',
    );
  assert.deepEqual(numbers(group(rows(1_000))), ['A 1000']);
  const grouped = group(rows(1_001));
  assert.deepEqual([grouped.items.length, grouped.rejects.length], [0, 1_001]);
  assert.equal(grouped.rejects[0]?.problems[0].code, 'TOO_MANY_LINES');
});

test('a file in which all rows have one number is refused instead of kept in memory', () => {
  const rows = toRows(Array.from({ length: 20_001 }, () => ['A', '1.00']));
  assert.throws(() => group(rows), { code: 'GROUP_TOO_LONG' });
});

test('each row is finished once, and a restart at the open row gives the same for the rest', async () => {
  const { mapper: retail } = compileMapping(
    await findInvoiceMapping('online-retail'),
    'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'.split(','),
    anyDay,
  );
  assert.ok(retail !== undefined);
  const row = fc.record({
    number: fc.constantFrom('1', '2', 'C3', ''),
    quantity: fc.constantFrom('1', '1', '1', '-1', 'x'),
    isBroken: fc.constantFrom(false, false, false, true),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), fc.nat({ max: 30 }), (given, cut) => {
      const rows: SourceRow[] = given.map(({ number, quantity, isBroken }, index) => ({
        fields: [number, '22752', 'Tea', quantity, '01/12/2010 08:26', '1', '17850', 'United Kingdom'],
        rowNumber: index + 1,
        line: index + 2,
        byteOffset: index,
        problem: isBroken ? { column: null, code: 'RAGGED_ROW', message: 'is ragged' } : undefined,
      }));
      const whole = group(rows, retail);
      const done = whole.items.flatMap(({ rowNumber, rowCount }) =>
        Array.from({ length: rowCount }, (_, index) => rowNumber + index),
      );
      const ended = [...done, ...whole.rejects.map(({ source }) => source.rowNumber)];
      assert.deepEqual(
        ended.toSorted((one, other) => one - other),
        rows.map(({ rowNumber }) => rowNumber),
      );

      const grouper = createGrouper(retail);
      const into: GroupedRows<ImportInvoice> = { items: [], rejects: [] };
      for (const one of rows.slice(0, cut)) grouper.push(one, into);
      const from = (grouper.openRow?.rowNumber ?? Math.min(cut, rows.length) + 1) - 1;
      const rest = group(rows.slice(from), retail);
      assert.deepEqual([...into.items, ...rest.items], whole.items);
      assert.deepEqual([...into.rejects, ...rest.rejects], whole.rejects);
    }),
    { numRuns: 200 },
  );
});

test('lines of the other sign are refused, or kept if the mapping says so: then the total shows the kind', () => {
  const mapperOf = (negativeLines: 'keep' | 'reject') =>
    toMapper({
      name: 'discounts',
      invoice: { number: 'number', customerName: 'customer', currency: { constant: 'EUR' }, issuedAt: 'at' },
      line: { description: 'text', quantity: 'quantity', unitPrice: 'price' },
      grouping: { by: 'number' },
      creditNote: 'negativeAmount',
      negativeLines,
    });
  const rows = [
    ['A', '2', '5.00'],
    ['A', '-1', '3.00'],
    ['B', '1', '3.00'],
    ['B', '-2', '5.00'],
    ['C', '1', '3.00'],
    ['C', '0', '5.00'],
  ].map(
    ([number = '', quantity = '', price = ''], index): SourceRow => ({
      fields: [number, 'Ada', at, 'Tea', quantity, price],
      rowNumber: index + 1,
      line: index + 2,
      byteOffset: index,
    }),
  );
  const kept = group(rows, mapperOf('keep'));
  assert.deepEqual(
    kept.items.map(({ number, kind, totalMinor }) => [number, kind, totalMinor]),
    [
      ['A', 'INVOICE', 700],
      ['B', 'CREDIT_NOTE', -700],
    ],
  );
  assert.deepEqual(codes(kept), ['5 INVOICE_REJECTED', '6 QUANTITY_ZERO']);
  assert.equal(codes(group(rows.slice(0, 4), mapperOf('reject')))[1], '2 INVOICE_INCONSISTENT');
});

test('sums beyond the bounds are refused and never rounded', () => {
  const rows = toRows(Array.from({ length: 1_000 }, () => ['A', '9999999999.99', { total: '1' }])).map(
    (row) => ({ ...row, fields: row.fields.with(5, '999') }),
  );
  assert.deepEqual(
    [...new Set(group(rows).rejects.map(({ problems }) => problems[0].code))],
    ['OUT_OF_RANGE'],
  );
});
