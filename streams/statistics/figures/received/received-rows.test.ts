import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toInvoices } from './received-invoice.ts';
import { ReceivedRows } from './received-rows.ts';

const message = {
  invoiceNumber: '2026-1',
  customerName: 'Ada "the first"\u2028',
  amountMinor: -(2n ** 63n),
  currency: 'EUR',
  issuedAt: '2026-03-01T09:30:00Z',
};

const reading = { issuedAtMs: 7, isSimulated: false };

test('rows hold the invoices in their order, some at a time', () => {
  const rows = new ReceivedRows();
  const offsets = Array.from({ length: 450 }, (_, nth) => 2n ** 53n + 3n * BigInt(nth));
  for (const offset of offsets) rows.add(offset, { ...message, invoiceNumber: `n-${offset}` }, reading);
  const ended = rows.end();
  assert.deepEqual(
    ended.map(({ count }) => count),
    [200, 200, 50],
  );
  const invoices = ended.flatMap((row) => toInvoices(BigInt(row.fromOffset), JSON.parse(row.invoices)));
  assert.deepEqual(
    invoices,
    offsets.map((offset) => ({
      offset,
      invoiceNumber: `n-${offset}`,
      customerName: message.customerName,
      amountMinor: message.amountMinor,
      currency: 'EUR',
      issuedAtMs: 7,
      customerId: null,
      issueDate: null,
      isSimulated: false,
    })),
  );
  assert.equal(ended.at(-1)?.nextOffset, String((offsets.at(-1) ?? 0n) + 1n));
  assert.ok(ended.every((row) => !row.invoices.includes('\n')));
});

test('an invoice keeps its date and mark, and one that the first release kept has neither', () => {
  const rows = new ReceivedRows();
  rows.add(5n, { ...message, issueDate: '2026-02-28' }, { issuedAtMs: 7, isSimulated: true });
  const [row] = rows.end();
  const [marked] = toInvoices(5n, JSON.parse(row?.invoices ?? ''));
  assert.deepEqual([marked?.issueDate, marked?.isSimulated], ['2026-02-28', true]);
  const [earlier] = toInvoices(5n, [[0, 'n', 'Ada', '1', 'EUR', 7, null]]);
  assert.deepEqual([earlier?.issueDate, earlier?.isSimulated], [null, false]);
});

test('without invoices there are no rows', () => {
  assert.deepEqual(new ReceivedRows().end(), []);
});
