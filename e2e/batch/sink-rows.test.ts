import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isBlank, isPlainText, normaliseText } from '#platform/text/plain-text.ts';
import { formatEpochDay } from '#schema/calendar/day.ts';
import { formatMinor } from '#schema/money.ts';
import { findMapping } from '../../batch/mapping/find-mapping.ts';
import { readRows } from '../../batch/mapping/testing/read-rows.ts';
import { csvHeader, formatCsvRow } from '../../streams/sink/csv/csv-row.ts';

const facturation = await findMapping('facturation');

/** Texts of a message, often one that a spreadsheet would run or that looks as if it were marked already. */
const text = (maxLength: number) =>
  fc
    .tuple(
      fc.constantFrom('', "'", "''", '=', '+', '-', '@', "'=", "''=", "'-", "'''@"),
      fc.string({ minLength: 1, maxLength: maxLength - 4, unit: 'grapheme' }),
    )
    .map((parts) => normaliseText(parts.join('')))
    .filter((value) => isPlainText(value) && !isBlank(value) && value.trim() === value);

test('the batch worker reads every text, amount and time that the sink writes as it was', () => {
  const message = fc.record({
    number: text(20),
    name: text(40),
    amountMinor: fc.bigInt(-999_999_999_999_999n, 999_999_999_999_999n),
    currency: fc.constantFrom('EUR', 'JPY', 'BHD'),
    issuedAt: fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
    issueDate: fc.integer({ min: -25_567, max: 300_000 }).map(formatEpochDay),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 5 }), (messages) => {
      const rows = messages.map(({ number, name, amountMinor, currency, issuedAt, issueDate }) =>
        formatCsvRow({
          invoiceNumber: number,
          customerName: name,
          amount: formatMinor(amountMinor, currency),
          currency,
          issuedAt: issuedAt.toISOString(),
          issueDate,
          isSimulated: false,
        }),
      );
      const { invoices, rejects } = readRows(Buffer.from(csvHeader + rows.join('')), facturation);
      assert.deepEqual(rejects, []);
      assert.deepEqual(
        invoices.map((invoice) => [
          invoice.number,
          invoice.customerName,
          BigInt(invoice.totalMinor),
          invoice.currency,
          invoice.issuedAtMs,
          formatEpochDay(invoice.issueDay),
          invoice.kind,
        ]),
        messages.map(({ number, name, amountMinor, currency, issuedAt, issueDate }) => [
          number,
          name,
          amountMinor,
          currency,
          issuedAt.getTime(),
          issueDate,
          amountMinor < 0n ? 'CREDIT_NOTE' : 'INVOICE',
        ]),
      );
    }),
    { numRuns: 500 },
  );
});
