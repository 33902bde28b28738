import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDecimal, parseDecimal } from '#schema/decimal.ts';
import { bounds } from '../bounds.ts';
import { createDecimalReader, type NumberForm } from './decimal-cell.ts';

const plain: NumberForm = { decimal: '.', thousands: [], negative: ['leading'] };
const largest = BigInt(bounds.amountMinor);

const codeOf = (form: NumberForm, text: string, scale = 2) => {
  const reader = createDecimalReader(form);
  const value = reader.read(text, scale);
  return Number.isNaN(value) ? reader.explain(text, scale).code : value;
};

test('reads what the platform reads, and refuses what it refuses, within the bounds', () => {
  const reader = createDecimalReader(plain);
  const digits = fc.stringMatching(/^-?[0-9]{0,17}[.]?[0-9]{0,6}$/);
  const anything = fc.string({ unit: fc.constantFrom(...'0123456789.,- +e\u00a0'), maxLength: 8 });
  fc.assert(
    fc.property(fc.oneof(digits, anything), fc.integer({ min: 0, max: 4 }), (text, scale) => {
      const expected = parseDecimal(text, scale);
      const value = reader.read(text, scale);
      if (expected === undefined || expected > largest || expected < -largest) {
        assert.ok(Number.isNaN(value), text);
        assert.notEqual(reader.explain(text, scale).code, '');
      } else {
        assert.equal(value, Number(expected), text);
        assert.ok(!Object.is(value, -0));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('reads every amount back in every form it can be written in', () => {
  const forms = fc.record({
    decimal: fc.constantFrom('.', ','),
    separator: fc.constantFrom('', ' ', '\u00a0', '\u202f', "'", '.', ','),
    negative: fc.constantFrom('leading', 'trailing', 'parentheses', 'minus'),
  });
  fc.assert(
    fc.property(forms, fc.bigInt(-largest, largest), fc.integer({ min: 0, max: 4 }), (form, minor, scale) => {
      fc.pre(form.separator !== form.decimal);
      const [whole = '', decimals] = formatDecimal(minor < 0n ? -minor : minor, scale).split('.');
      const grouped = whole.replace(/\B(?=(\d{3})+$)/g, form.separator);
      const bare = decimals === undefined ? grouped : `${grouped}${form.decimal}${decimals}`;
      const signed = {
        leading: `-${bare}`,
        trailing: `${bare}-`,
        parentheses: `(${bare})`,
        minus: `\u2212${bare}`,
      };
      const reader = createDecimalReader({
        decimal: form.decimal === '.' ? '.' : ',',
        thousands: form.separator === '' ? [] : [/\s/.test(form.separator) ? ' ' : form.separator],
        negative: ['leading', 'trailing', 'parentheses'],
      });
      const text = minor < 0n ? signed[form.negative as keyof typeof signed] : bare;
      assert.equal(reader.read(text, scale), Number(minor), text);
    }),
    { numRuns: 1_000 },
  );
});

test('1,234 is refused as ambiguous unless the mapping says which it is', () => {
  assert.equal(codeOf(plain, '1,234', 3), 'AMBIGUOUS_NUMBER');
  assert.equal(codeOf({ ...plain, decimal: ',' }, '1.234', 3), 'AMBIGUOUS_NUMBER');
  assert.equal(codeOf({ ...plain, thousands: [','] }, '1,234', 3), 1_234_000);
  assert.equal(codeOf({ ...plain, decimal: ',' }, '1,234', 3), 1_234);
});

test('groups are of three digits and of one separator', () => {
  const form: NumberForm = { decimal: ',', thousands: [' ', '.'], negative: ['leading'] };
  assert.equal(codeOf(form, '1 234 567,89'), 123_456_789);
  assert.equal(codeOf(form, '1.234.567,89'), 123_456_789);
  for (const text of ['1 234.567,89', '12 34,5', '1234 567', ' 234', '1 2345', '1  234', '1,2,3', '1.234,']) {
    assert.equal(codeOf(form, text), 'NOT_A_NUMBER', text);
  }
});

test('too many decimals are refused and not rounded; zeros at the end do not count', () => {
  assert.equal(codeOf(plain, '1.005'), 'TOO_MANY_DECIMALS');
  assert.equal(codeOf(plain, '1.500'), 150);
  assert.equal(codeOf(plain, '100.50', 0), 'TOO_MANY_DECIMALS');
  assert.equal(codeOf(plain, '100.00', 0), 100);
});

test('says what is beyond the bounds', () => {
  assert.equal(codeOf(plain, '9999999999999.99'), bounds.amountMinor);
  assert.equal(codeOf(plain, '10000000000000.00'), 'OUT_OF_RANGE');
  assert.equal(codeOf(plain, '9'.repeat(40)), 'OUT_OF_RANGE');
});

test('a sign stands only where the mapping lets it', () => {
  assert.equal(codeOf(plain, '1.00-'), 'NOT_A_NUMBER');
  assert.equal(codeOf(plain, '(1.00)'), 'NOT_A_NUMBER');
  assert.equal(codeOf({ ...plain, negative: ['trailing'] }, '-1.00'), 'NOT_A_NUMBER');
  assert.equal(codeOf({ ...plain, negative: ['trailing'] }, '1.00-'), -100);
  assert.equal(codeOf(plain, '--1'), 'NOT_A_NUMBER');
});

test('what is no number is refused', () => {
  for (const text of ['', '.', '-', '.5', '1.', '+1', '1e3', '0x1', 'NaN', '1 000', '١', '12.5 ', '€5']) {
    assert.equal(codeOf(plain, text), 'NOT_A_NUMBER', text);
  }
});
