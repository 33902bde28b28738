import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatInvoiceNumber, seriesOf } from './number.ts';

test('a number consists of the year and at least six digits', () => {
  assert.equal(formatInvoiceNumber({ kind: 'INVOICE', series: 2026, sequence: 42 }), '2026-000042');
  const later = { kind: 'INVOICE', series: 2026, sequence: 1_234_567 } as const;
  assert.equal(formatInvoiceNumber(later), '2026-1234567');
});

test("a credit note's number says that it is one", () => {
  assert.equal(formatInvoiceNumber({ kind: 'CREDIT_NOTE', series: 2026, sequence: 1 }), 'CN-2026-000001');
});

test('the series is the year of the issue date', () => {
  assert.equal(seriesOf('2010-12-31'), 2010);
});
