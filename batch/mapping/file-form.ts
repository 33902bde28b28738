import { z } from 'zod';
import { csvEncodings, isSeparator } from '../csv/dialect.ts';
import { dateTokens, hasOffset, isDateForm } from './cells/date-form.ts';
import { isTimeZone } from './cells/time-zone.ts';
import { columnName } from './source.ts';

const separatorRule = 'must be one ASCII character other than a quote or a line end';

/** How a file is written. */
export const file = z
  .strictObject({
    separator: z
      .string()
      .refine(isSeparator, separatorRule)
      .default(',')
      .describe('What stands between cells.'),
    encoding: z.enum(csvEncodings).default('utf-8'),
    quotes: z.boolean().default(true).describe('Whether " encloses cells.'),
    comment: z
      .string()
      .refine(isSeparator, separatorRule)
      .optional()
      .describe('A line that begins with this character is no record.'),
    linesToSkip: z.int().min(0).max(10_000).default(0).describe('Lines in front of the header.'),
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
  .describe('How the file is written.');

/** How its numbers are. */
export const numbers = z
  .strictObject({
    decimal: z.enum(['.', ',']).default('.'),
    thousands: z
      .array(z.enum([' ', '.', ',', "'"]))
      .default([])
      .describe('What may stand between groups of three digits. A blank also allows U+00A0 and U+202F.'),
    negative: z
      .array(z.enum(['leading', 'trailing', 'parentheses']))
      .default(['leading'])
      .describe('How negative numbers may be written: -1, 1-, (1).'),
  })
  .refine(({ decimal, thousands }) => !thousands.includes(decimal), {
    path: ['thousands'],
    error: 'must not have the decimal separator',
  });

/** How its times are. */
export const dates = z
  .strictObject({
    forms: z
      .array(
        z.string().refine(isDateForm, {
          error: `must be "iso", or made of ${dateTokens} and other characters, with a year, a month and a day`,
        }),
      )
      .min(1)
      .max(10)
      .default(['iso'])
      .describe(
        'The forms a time of issue may have. "iso" is RFC 3339; others as "dd/MM/yyyy HH:mm". MMM and MMMM are English names, yy is from 1969 to 2068.',
      ),
    timeZone: z
      .string()
      .refine(isTimeZone, { error: 'must be a time zone such as "Europe/London" or "UTC"' })
      .optional()
      .describe('The zone of times without an offset. Without it each time needs its offset.'),
    twice: z
      .enum(['earlier', 'later', 'reject'])
      .default('earlier')
      .describe('Which is meant by a time that clocks showed twice because they were put back.'),
  })
  .refine(({ forms, timeZone }) => timeZone !== undefined || forms.every(hasOffset), {
    path: ['timeZone'],
    error: 'is needed, as one of the forms has no offset',
  });
