import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatMinor } from '#schema/money.ts';
import { createCsvReader } from '../../batch/csv/csv-reader.ts';
import { parseHeader } from '../../batch/csv/header.ts';
import { compileMapping } from '../../batch/mapping/compile-mapping.ts';
import { findMapping } from '../../batch/mapping/find-mapping.ts';
import { createGrouper, type GroupedRows } from '../../batch/mapping/grouper.ts';
import { toDialect } from '../../batch/mapping/mapping.ts';
import { csvHeader, formatCsvRow } from '../../streams/sink/csv/csv-row.ts';

const facturation = await findMapping('facturation');

/** What the batch worker makes of a file of the sink's. */
function read(csv: string): GroupedRows {
  const bytes = Buffer.from(csv);
  const dialect = toDialect(facturation);
  const { names, first } = parseHeader(bytes, dialect);
  const { mapper, problems } = compileMapping(facturation, names);
  assert.ok(mapper !== undefined, JSON.stringify(problems));
  const reader = createCsvReader(dialect, { start: first, columns: names?.length });
  const grouper = createGrouper(mapper);
  const into: GroupedRows = { invoices: [], rejects: [] };
  for (const record of reader.push(bytes.subarray(first.byteOffset))) grouper.push(record, into);
  for (const record of reader.end()) grouper.push(record, into);
  grouper.end(into);
  return into;
}

/** What a message's text may be, often one that a spreadsheet would run or that looks as if it were marked already. */
const text = (maxLength: number) =>
  fc
    .tuple(
      fc.constantFrom('', "'", "''", '=', '+', '-', '@', "'=", "''=", "'-", "'''@"),
      fc.string({ minLength: 1, maxLength: maxLength - 4, unit: 'grapheme' }),
    )
    .map((parts) => parts.join(''))
    .filter((value) => !/[\p{Cc}\p{Cs}]/u.test(value) && value.trim() === value);

test('the batch worker reads every text, amount and time that the sink writes as it was', () => {
  const message = fc.record({
    number: text(20),
    name: text(40),
    amountMinor: fc.bigInt(-999_999_999_999_999n, 999_999_999_999_999n),
    currency: fc.constantFrom('EUR', 'JPY', 'BHD'),
    issuedAt: fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 5 }), (messages) => {
      const rows = messages.map(({ number, name, amountMinor, currency, issuedAt }) =>
        formatCsvRow({
          invoiceNumber: number,
          customerName: name,
          amount: formatMinor(amountMinor, currency),
          currency,
          issuedAt: issuedAt.toISOString(),
        }),
      );
      const { invoices, rejects } = read(csvHeader + rows.join(''));
      assert.deepEqual(rejects, []);
      assert.deepEqual(
        invoices.map((invoice) => [
          invoice.number,
          invoice.customerName,
          BigInt(invoice.totalMinor),
          invoice.currency,
          invoice.issuedAtMs,
          invoice.kind,
        ]),
        messages.map(({ number, name, amountMinor, currency, issuedAt }) => [
          number,
          name,
          amountMinor,
          currency,
          issuedAt.getTime(),
          amountMinor < 0n ? 'CREDIT_NOTE' : 'INVOICE',
        ]),
      );
    }),
    { numRuns: 500 },
  );
});
