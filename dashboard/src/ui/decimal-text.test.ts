import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDecimalText, readDecimalText } from './decimal-text.ts';

const english = 'en-GB';
const french = 'fr-FR';

for (const [text, locale, decimal] of [
  ['123,00', french, '123.00'],
  ['35', french, '35'],
  ['1 234,56', french, '1234.56'],
  ['1\u202f234,56', french, '1234.56'],
  ['12.50', french, '12.50'],
  ['0.125', french, '0.125'],
  ['1234.567', french, '1234.567'],
  ['1.234,56', french, '1234.56'],
  ['1,234.56', french, '1234.56'],
  ['-0,00', french, '0.00'],
  ['−5', french, '-5'],
  ['1,234', english, '1234'],
  ['1,234.50', english, '1234.50'],
  ['1.234', english, '1.234'],
  ['1,234,567', english, '1234567'],
  ['1 234.5', english, '1234.5'],
  ['1.234,56', english, '1234.56'],
  ['007', english, '7'],
  ['12345678901234567.89', english, '12345678901234567.89'],
] as const) {
  test(`reads ${text} in ${locale} as ${decimal}`, () => {
    assert.deepEqual(readDecimalText(text, locale), { kind: 'decimal', decimal });
  });
}

test('refuses a point before three digits in French, with both readings', () => {
  assert.deepEqual(readDecimalText('1.234', french), { kind: 'ambiguous', readings: ['1234', '1.234'] });
  assert.deepEqual(readDecimalText('-999.500', french), {
    kind: 'ambiguous',
    readings: ['-999500', '-999.500'],
  });
});

for (const [text, locale] of [
  ['12,50', english],
  ['1,23,456', english],
  ['1.2.3', english],
  ['12 34', french],
  ['1,2,3', french],
  ['1e5', english],
  ['abc', english],
  ['1.234.56', french],
  ['--1', english],
  ['9'.repeat(61), english],
] as const) {
  test(`refuses ${text} in ${locale}`, () => {
    assert.deepEqual(readDecimalText(text, locale), { kind: 'not-a-number' });
  });
}

test('tells an empty text from a wrong one', () => {
  assert.deepEqual(readDecimalText('  ', english), { kind: 'empty' });
});

test('writes every digit, and reads what it writes', () => {
  assert.equal(formatDecimalText('12345678901234567.890', english), '12,345,678,901,234,567.890');
  for (const locale of [english, french])
    for (const decimal of ['0', '-1234.5', '12345678901234567.890', '0.000001'])
      assert.deepEqual(readDecimalText(formatDecimalText(decimal, locale), locale), {
        kind: 'decimal',
        decimal,
      });
});
