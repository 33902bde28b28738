import { z } from 'zod';
import { isCurrency } from '#schema/money.ts';
import { csvEncodings, isSeparator } from '../csv/dialect.ts';
import { dateTokens, hasOffset, isDateForm, namedForms } from './cells/date-form.ts';
import { isLanguage } from './cells/month-names.ts';
import { isZoneOrOffset } from './cells/time-zone.ts';
import { columnName, text } from './source.ts';

const separatorRule = 'must be one ASCII character other than a quote or a line end';

/** The form of a file. */
export const file = z
  .strictObject({
    separator: z
      .string()
      .refine(isSeparator, separatorRule)
      .default(',')
      .describe('The character between cells.'),
    encoding: z.enum(csvEncodings).default('utf-8'),
    quotes: z.boolean().default(true).describe('True if " encloses cells.'),
    comment: z
      .string()
      .refine(isSeparator, separatorRule)
      .optional()
      .describe('A line that begins with this character is not a record.'),
    linesToSkip: z.int().min(0).max(10_000).default(0).describe('The number of lines before the header.'),
    columns: z
      .array(columnName)
      .min(1)
      .max(1_000)
      .optional()
      .describe('The names of the columns in their order, for a file without a header.'),
  })
  .refine(({ separator, comment }) => separator !== comment, {
    path: ['comment'],
    error: 'must not be the separator',
  })
  .describe('The form of the file.');

/** The form of its numbers. */
export const numbers = z
  .strictObject({
    decimal: z.enum(['.', ',']).default('.'),
    thousands: z
      .array(z.enum([' ', '.', ',', "'"]))
      .default([])
      .describe(
        'The separators allowed between groups of digits. A blank also allows U+00A0 and U+202F, an apostrophe U+2019.',
      ),
    groups: z
      .enum(['three', 'indian'])
      .default('three')
      .describe('Groups of three digits (1,234,567), or of two with a last one of three (12,34,567).'),
    negative: z
      .array(z.enum(['leading', 'trailing', 'parentheses']))
      .default(['leading'])
      .describe('The form of negative numbers: -1, 1-, (1).'),
    plus: z
      .boolean()
      .default(false)
      .describe('True if a + may stand where "negative" allows a sign before or after a number.'),
    leadingZeros: z.boolean().default(false).describe('True if zeros may stand before a number: 000123.50.'),
    currencySigns: z
      .union([z.enum(['none', 'known']), z.array(text(20)).min(1).max(50)], {
        error: 'must be "none", "known", or a list of signs such as ["€", "EUR"]',
      })
      .default('none')
      .describe(
        'The signs allowed before or after amounts and prices: "known" allows the code and the signs of the currency of the row, a list the signs in it. Other signs are refused.',
      ),
    minorUnits: z
      .boolean()
      .default(false)
      .describe('True if amounts and prices are in the smallest unit of the currency: 11900 for 119.00 EUR.'),
    rates: z
      .enum(['percent', 'fraction'])
      .default('percent')
      .describe('The form of tax rates: 19 and 19%, or 0.19.'),
  })
  .refine(({ decimal, thousands }) => !thousands.includes(decimal), {
    path: ['thousands'],
    error: 'must not have the decimal separator',
  });

/** The form of its times. */
export const dates = z
  .strictObject({
    forms: z
      .array(
        z.string().refine(isDateForm, {
          error: `must be ${namedForms.map((name) => `"${name}"`).join(', ')}, or made of ${dateTokens} and other characters, with a year, a month and a day; letters stand in single quotes`,
        }),
      )
      .min(1)
      .max(10)
      .default(['iso'])
      .describe(
        'The forms of the time of issue. "iso" is RFC 3339; "excel-1900", "excel-1904", "epoch-seconds" and "epoch-milliseconds" are numbers; others are such as "dd/MM/yyyy HH:mm". MMM and MMMM are names in "language", yy is from 1969 to 2068.',
      ),
    language: z
      .string()
      .refine(isLanguage, { error: 'must be the tag of a language, such as "de" or "fr-CA"' })
      .default('en')
      .describe('The language of the names of months.'),
    timeZone: z
      .string()
      .refine(isZoneOrOffset, { error: 'must be a time zone such as "Europe/London" or "UTC"' })
      .optional()
      .describe('The zone of times without an offset. Without it each time needs its offset.'),
    twice: z
      .enum(['earlier', 'later', 'reject'])
      .default('earlier')
      .describe('The instant meant by a time that clocks showed twice because they were put back.'),
  })
  .refine(({ forms, timeZone }) => timeZone !== undefined || forms.every(hasOffset), {
    path: ['timeZone'],
    error: 'is needed, as one of the forms has no offset',
  });

/** The form of its currencies. */
export const currencies = z
  .strictObject({
    smallLetters: z.boolean().default(false).describe('True if codes may have small letters: eur.'),
    names: z
      .record(text(50), z.string().refine(isCurrency, { error: 'must be an ISO 4217 code such as "EUR"' }))
      .default({})
      .describe('The texts that stand for codes: {"€": "EUR", "Pounds": "GBP"}.'),
  })
  .describe('The form of the currency of a row.');
