import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  defaultNumberFormats,
  formatNumberFormat,
  parseNumberFormat,
  sharesNumbers,
} from './number-format.ts';

test('a form is read and written', () => {
  const format = parseNumberFormat('F-{year}/{sequence:4}');
  assert.deepEqual(format, { prefix: 'F-', separator: '/', minDigits: 4 });
  assert.equal(format && formatNumberFormat(format), 'F-{year}/{sequence:4}');
  assert.deepEqual(parseNumberFormat('{year}-{sequence:6}'), defaultNumberFormats.INVOICE);
  assert.deepEqual(parseNumberFormat('CN-{year}-{sequence:6}'), defaultNumberFormats.CREDIT_NOTE);
});

for (const [reason, text] of Object.entries({
  'has no year': 'F-{sequence:6}',
  'has no place in the series': 'F-{year}-',
  'has the year after the place, so that texts would not be in their order': '{sequence:6}-{year}',
  'has the year twice': '{year}-{year}-{sequence:6}',
  'has no separator': '{year}{sequence:6}',
  'has a digit in the prefix': 'F1-{year}-{sequence:6}',
  'has a digit in the separator': '{year}-0-{sequence:6}',
  'has a text after the place': '{year}-{sequence:6}-F',
  'has a place of no digits': '{year}-{sequence:0}',
  'has a place of ten digits': '{year}-{sequence:10}',
  'has a long prefix': `${'F'.repeat(21)}{year}-{sequence:6}`,
  'has a white space': 'F {year}-{sequence:6}',
  'has a line feed at its end': '{year}-{sequence:6}\n',
})) {
  test(`a form is refused that ${reason}`, () => {
    assert.equal(parseNumberFormat(text), undefined);
  });
}

test('two forms give numbers of their own if their prefixes differ in more than the size of letters', () => {
  const { INVOICE, CREDIT_NOTE } = defaultNumberFormats;
  assert.equal(sharesNumbers(INVOICE, CREDIT_NOTE), false);
  assert.equal(sharesNumbers(CREDIT_NOTE, { ...CREDIT_NOTE, prefix: 'cn-', separator: '/' }), true);
});
