import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeConflict } from './describe-conflict.ts';

const conflict = (stored: Record<string, string | number>, given: Record<string, string | number>) => ({
  rowNumber: 2,
  number: 'A-1',
  stored,
  given,
});

test('a conflict names figures as people write them, with the decimals of their currency', () => {
  const differ = (currency: string) =>
    describeConflict(conflict({ totalMinor: 602 }, { totalMinor: 500 }), currency);
  assert.equal(
    differ('EUR'),
    'invoice A-1 is there with other figures: total is 6.02 EUR here, 5.00 EUR in the file',
  );
  assert.match(differ('JPY'), /total is 602 JPY here, 500 JPY in the file$/);
  assert.match(differ('KWD'), /total is 0\.602 KWD here, 0\.500 KWD in the file$/);
});

test('a line that differs is named by its place and its differing figures', () => {
  const line = {
    position: 1,
    sku: 'S1',
    description: 'Apples',
    quantityE4: 20_000,
    unit: 'piece',
    unitPriceMicro: 500_000_000,
    taxRateMilli: 0,
    taxCategory: null,
    taxExemptionReason: null,
  };
  const other = {
    ...line,
    position: 2,
    sku: null,
    description: 'Pears',
    quantityE4: 10_000,
    unitPriceMicro: 1_000_000_000,
    taxRateMilli: 20_000,
  };
  assert.equal(
    describeConflict({ rowNumber: 2, number: 'A-1', stored: { line }, given: { line: other } }, 'EUR'),
    'invoice A-1 is there with other figures: line 2: sku is "S1" here, none in the file; ' +
      'description is "Apples" here, "Pears" in the file; quantity is 2 here, 1 in the file; ' +
      'price is 5.00 EUR here, 10.00 EUR in the file; tax rate is 0.00 % here, 20.00 % in the file',
  );
});

test('a line that differs in its VAT category says so', () => {
  const line = {
    position: 1,
    sku: null,
    description: 'Consulting',
    quantityE4: 10_000,
    unit: 'hour',
    unitPriceMicro: 500_000_000,
    taxRateMilli: 0,
    taxCategory: 'AE',
    taxExemptionReason: 'Reverse charge',
  } as const;
  const given = { ...line, taxCategory: 'Z', taxExemptionReason: null } as const;
  assert.match(
    describeConflict({ rowNumber: 2, number: 'A-1', stored: { line }, given: { line: given } }, 'EUR'),
    /line 1: tax category is AE here, Z in the file; reason of exemption is "Reverse charge" here, none in the file$/,
  );
});

test('each amount has the currency that it is in', () => {
  const stored = { currency: 'JPY', netMinor: 500, kind: 'INVOICE', customerName: 'Anna' };
  const given = { currency: 'EUR', netMinor: -500, kind: 'CREDIT_NOTE', customerName: 'Ben' };
  assert.equal(
    describeConflict(conflict(stored, given), 'EUR'),
    'invoice A-1 is there with other figures: currency is JPY here, EUR in the file; ' +
      'net is 500 JPY here, -5.00 EUR in the file; kind is invoice here, credit note in the file; ' +
      'customer is "Anna" here, "Ben" in the file',
  );
});

test('instants are those of UTC, and a figure without a label is named by its words', () => {
  const stored = { issuedAt: '2026-03-01T10:30:00+01:00', lineQuantity: 2 };
  const given = { issuedAt: '2026-03-01T09:30:00.001+00:00', lineQuantity: 3 };
  assert.match(
    describeConflict(conflict(stored, given), 'EUR'),
    /time of issue is 2026-03-01 09:30:00 UTC here, 2026-03-01 09:30:00\.001 UTC in the file; line quantity is 2 here, 3 in the file$/,
  );
});
