import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatInvoiceNumber, seriesOf } from './number.ts';
import { defaultNumberFormats } from './number-format.ts';

test('a number consists of the year and at least six digits, unless another form is asked for', () => {
  const { INVOICE, CREDIT_NOTE } = defaultNumberFormats;
  assert.equal(formatInvoiceNumber({ series: 2026, sequence: 42 }, INVOICE), '2026-000042');
  assert.equal(formatInvoiceNumber({ series: 2026, sequence: 1_234_567 }, INVOICE), '2026-1234567');
  assert.equal(formatInvoiceNumber({ series: 2026, sequence: 1 }, CREDIT_NOTE), 'CN-2026-000001');
  const short = { prefix: 'F', separator: '/', minDigits: 3 };
  assert.equal(formatInvoiceNumber({ series: 2026, sequence: 7 }, short), 'F2026/007');
});

test('the series is the year of the issue date', () => {
  assert.equal(seriesOf('2010-12-31'), 2010);
});
