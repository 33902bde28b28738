import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDecimal, parseDecimal } from '#schema/decimal.ts';
import { bounds } from '../bounds.ts';
import { createDecimalReader } from './decimal-cell.ts';
import type { NumberForm } from './number-form.ts';

const plain: NumberForm = { decimal: '.', thousands: [], negative: ['leading'] };
const largest = BigInt(bounds.amountMinor);

const codeOf = (form: NumberForm, text: string, scale = 2) => {
  const reader = createDecimalReader(form);
  const value = reader.read(text, scale);
  return Number.isNaN(value) ? reader.explain(text, scale).code : value;
};

test('reads and refuses the same numbers as the platform, within the bounds and without zeros in front', () => {
  const reader = createDecimalReader(plain);
  const digits = fc.stringMatching(/^-?[0-9]{0,17}[.]?[0-9]{0,6}$/);
  const anything = fc.string({ unit: fc.constantFrom(...'0123456789.,- +e\u00a0'), maxLength: 8 });
  fc.assert(
    fc.property(fc.oneof(digits, anything), fc.integer({ min: 0, max: 4 }), (text, scale) => {
      const expected = parseDecimal(text, scale);
      const value = reader.read(text, scale);
      const isRefused = expected === undefined || /^-?0[0-9]/.test(text);
      if (isRefused || expected > largest || expected < -largest) {
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

test('reports numbers beyond the bounds', () => {
  assert.equal(codeOf(plain, '9999999999999.99'), bounds.amountMinor);
  assert.equal(codeOf(plain, '10000000000000.00'), 'OUT_OF_RANGE');
  assert.equal(codeOf(plain, '9'.repeat(40)), 'OUT_OF_RANGE');
});

test('a sign stands only where the mapping allows it', () => {
  assert.equal(codeOf(plain, '1.00-'), 'NOT_A_NUMBER');
  assert.equal(codeOf(plain, '(1.00)'), 'NOT_A_NUMBER');
  assert.equal(codeOf({ ...plain, negative: ['trailing'] }, '-1.00'), 'NOT_A_NUMBER');
  assert.equal(codeOf({ ...plain, negative: ['trailing'] }, '1.00-'), -100);
  assert.equal(codeOf(plain, '--1'), 'NOT_A_NUMBER');
});

const grouped: NumberForm = { decimal: ',', thousands: ['.'], negative: ['leading'] };

test('a group of thousands after a zero is refused as ambiguous, as nobody writes it', () => {
  for (const text of ['0.990', '0.500', '-0.125', '00.123', '000.123', '012.345', '0.990,00', '0.123.456']) {
    assert.equal(codeOf(grouped, text), 'AMBIGUOUS_NUMBER', text);
  }
  for (const separator of [' ', '\u00a0', '\u202f', "'", '\u2019', ',']) {
    const form: NumberForm = { ...plain, thousands: [' ', "'", ','] };
    assert.equal(codeOf(form, `0${separator}990.00`), 'AMBIGUOUS_NUMBER', separator);
    assert.equal(codeOf(form, `1${separator}990.00`), 199_000, separator);
  }
  assert.equal(codeOf(grouped, '1.234,50'), 123_450);
  assert.equal(codeOf(grouped, '0,99'), 99);
});

test('zeros before a number are refused unless the mapping allows them, groups after them always', () => {
  for (const text of ['007', '00.50', '-01', '00', '0123456.78']) {
    assert.equal(codeOf(plain, text), 'NOT_A_NUMBER', text);
    assert.equal(typeof codeOf({ ...plain, leadingZeros: true }, text), 'number', text);
  }
  assert.equal(codeOf({ ...plain, leadingZeros: true }, '0000123.50'), 12_350);
  assert.equal(codeOf({ ...plain, leadingZeros: true, thousands: [','] }, '00,123'), 'AMBIGUOUS_NUMBER');
  assert.equal(codeOf(plain, '0.50'), 50);
  assert.equal(codeOf(plain, '0'), 0);
});

test('groups of two are read only if the mapping says that groups are Indian', () => {
  const three: NumberForm = { ...plain, thousands: [','] };
  const indian: NumberForm = { ...three, groups: 'indian' };
  assert.equal(codeOf(indian, '12,34,567.89'), 123_456_789);
  assert.equal(codeOf(indian, '1,234'), 123_400);
  assert.equal(codeOf(indian, '12,345'), 1_234_500);
  for (const text of ['123,456', '1,234,567', '1,2,345', '12,34']) {
    assert.equal(codeOf(indian, text), 'NOT_A_NUMBER', text);
  }
  assert.equal(codeOf(three, '12,34,567.89'), 'NOT_A_NUMBER');
});

test('a plus is read only if the mapping allows it, and only where a sign may stand', () => {
  assert.equal(codeOf({ ...plain, plus: true }, '+5.00'), 500);
  assert.equal(codeOf({ ...plain, plus: true, negative: ['trailing'] }, '5.00+'), 500);
  for (const text of ['5.00+', '++5', '+-5', '-+5', '+', '(+5)', '+ 5']) {
    assert.equal(codeOf({ ...plain, plus: true }, text), 'NOT_A_NUMBER', text);
  }
});

test('one currency sign or code may stand around a number, and no other', () => {
  const euro = (text: string) => {
    const reader = createDecimalReader({ ...grouped, thousands: ['.', "'"] });
    const value = reader.read(text, 2, ['€', 'EUR']);
    return Number.isNaN(value) ? reader.explain(text, 2, ['€', 'EUR']).code : value;
  };
  for (const text of ['12,34 €', '12,34\u00a0€', '€12,34', '€ 12,34', 'EUR 12,34', '12,34EUR', '12,34']) {
    assert.equal(euro(text), 1_234, text);
  }
  for (const text of ['-12,34 €', '€ -12,34', '-€12,34', '\u2212€\u00a012,34']) {
    assert.equal(euro(text), -1_234, text);
  }
  for (const text of ['$12,34', '12,34 USD', 'CHF12,34']) assert.equal(euro(text), 'CURRENCY_MISMATCH', text);
  for (const text of ['€12,34€', '€ EUR 12,34', '€  12,34', '12€34', '€', 'EURO 12,34']) {
    assert.equal(euro(text), 'NOT_A_NUMBER', text);
  }
  assert.equal(codeOf(plain, '12.34 €'), 'NOT_A_NUMBER');
});

/** Locales that write ASCII digits in groups of three, with all their separators and places of signs. */
const locales = [
  'en-US',
  'de-DE',
  'de-CH',
  'de-AT',
  'fr-FR',
  'fr-CH',
  'es-ES',
  'it-IT',
  'nl-NL',
  'pt-BR',
  'pt-PT',
];
const moreLocales = [
  'da-DK',
  'sv-SE',
  'nb-NO',
  'fi-FI',
  'pl-PL',
  'cs-CZ',
  'hu-HU',
  'ru-RU',
  'tr-TR',
  'he-IL',
  'ja-JP',
];
const indianLocales = ['en-IN', 'hi-IN'];
const allLocales = [...locales, ...moreLocales, ...indianLocales];

/** The form of a locale's numbers, found from the parts that it writes; amounts of money may have other separators. */
function formOf(locale: string, options: Intl.NumberFormatOptions = {}): NumberForm {
  const parts = new Intl.NumberFormat(locale, { ...options, minimumFractionDigits: 1 }).formatToParts(
    12_345_678,
  );
  const partOf = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const group = partOf('group').replace('\u2019', "'");
  const decimal = partOf('decimal') === ',' ? ',' : '.';
  const groups = indianLocales.includes(locale) ? ('indian' as const) : undefined;
  const thousands = [/\s/.test(group) ? ' ' : group];
  return { decimal, thousands, negative: ['leading', 'parentheses'], groups };
}

test('numbers in the form of a locale are read back equal, with currencies in both places and styles, and percents', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...allLocales),
      fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }),
      fc.constantFrom('decimal', 'currency', 'percent'),
      fc.constantFrom('standard', 'accounting'),
      (locale, minor, style, currencySign) => {
        // Indian accounts are written in groups of three, which is another mapping.
        fc.pre(!(indianLocales.includes(locale) && currencySign === 'accounting'));
        const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
        const options = { style, currencySign, currency: 'EUR', ...digits } as const;
        const format = new Intl.NumberFormat(locale, options);
        const text = format.format(minor / (style === 'percent' ? 10_000 : 100));
        const reader = createDecimalReader(formOf(locale, options));
        assert.equal(reader.read(text, 2, ['€', 'EUR', '%']), minor, `${locale} ${text}`);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('numbers that no locale writes are refused in every form', () => {
  const unit = fc.constantFrom(...'0012345.,\u0020\u2019-');
  fc.assert(
    fc.property(fc.constantFrom(...allLocales), fc.string({ unit, maxLength: 10 }), (locale, text) => {
      const form = formOf(locale);
      const value = createDecimalReader(form).read(text, 6);
      if (Number.isNaN(value)) return;
      const decimals = text.split(form.decimal)[1]?.length ?? 0;
      const written = [true, false].map((useGrouping) =>
        new Intl.NumberFormat(locale, {
          useGrouping: useGrouping && 'always',
          minimumFractionDigits: decimals,
        }).format(value / 1e6),
      );
      const alike = (one: string) =>
        one
          .replace(/[\u00a0\u202f]/g, ' ')
          .replaceAll('\u200e', '')
          .replaceAll('\u2212', '-')
          .replaceAll('\u2019', "'");
      assert.ok(
        written.map(alike).includes(alike(text)) || Math.abs(value) === 0,
        `${locale} ${text} ${written}`,
      );
    }),
    // Typed with the apostrophe of books, written by locales with that of keyboards, or the other way around.
    {
      numRuns: 5_000,
      examples: ['fr-CH', 'de-CH'].flatMap(
        (one) =>
          [
            [one, '4\u20190'],
            [one, '4\u2019000'],
          ] as [string, string][],
      ),
    },
  );
});

test('a text that is not a number is refused', () => {
  for (const text of [
    ...['', '.', '-', '.5', '1.', '+1', '1e3', '1.2E+05', '0x1', 'NaN', '1 000', '12.5 ', '€5', '19%'],
    ...['١', '１２', '१२', '1_000', '1..5', '1.5.', '--1', '1-2', '- 5', '5 -', '-(5)', '-5-', '½', '1/2'],
  ]) {
    assert.equal(codeOf(plain, text), 'NOT_A_NUMBER', text);
  }
});
