import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeInvoice } from './describe-invoice.ts';
import type { ImportInvoice } from './import-invoice.ts';

const invoice: ImportInvoice = {
  rowNumber: 3,
  rowCount: 2,
  number: 'C7',
  kind: 'CREDIT_NOTE',
  customerId: null,
  customerName: 'Ada',
  currency: 'EUR',
  netMinor: -500,
  taxMinor: -100,
  totalMinor: -600,
  isTaxedByLine: false,
  issuedAtMs: Date.UTC(2026, 2, 1, 9, 30),
  issueDay: 20_513,
  namesTime: true,
  namesDay: false,
  lines: [
    {
      position: 1,
      sku: 'T-1',
      description: 'Tea',
      quantityE4: -25_000,
      unit: 'kg',
      unitPriceMicro: 200_000_000n,
      taxRateMilli: 20_000,
      taxCategory: null,
      taxExemptionReason: null,
      netMinor: -500,
      isTaxStated: false,
      taxMinor: -100,
    },
  ],
};

test('an invoice is described in one line, and each of its lines in another', () => {
  assert.deepEqual(describeInvoice(invoice), [
    'rows 3 to 4: credit note C7, Ada, 2026-03-01 (2026-03-01T09:30:00.000Z), -6.00 EUR, of which tax -1.00',
    '  1. Tea (T-1): -2.5 kg at 2.00 = -5.00, tax 20 % -1.00',
  ]);
  const [line] = invoice.lines;
  assert.ok(line);
  const lines = [
    {
      ...line,
      taxRateMilli: 0,
      taxMinor: 0,
      taxCategory: 'AE',
      taxExemptionReason: 'Reverse charge',
    } as const,
    { ...line, position: 2, taxCategory: 'S' } as const,
  ];
  assert.deepEqual(describeInvoice({ ...invoice, lines }).slice(1), [
    '  1. Tea (T-1): -2.5 kg at 2.00 = -5.00, no tax (AE): Reverse charge',
    '  2. Tea (T-1): -2.5 kg at 2.00 = -5.00, tax 20 % (S) -1.00',
  ]);
  const plain = {
    ...invoice,
    kind: 'INVOICE',
    rowCount: 1,
    taxMinor: 0,
    totalMinor: 500,
    isTaxedByLine: false,
    lines: [],
  } as const;
  assert.deepEqual(describeInvoice(plain), [
    'row 3: invoice C7, Ada, 2026-03-01 (2026-03-01T09:30:00.000Z), 5.00 EUR',
  ]);
});
