import { z } from 'zod';
import { type CsvDialect, csvEncodings, isSeparator } from '../csv/dialect.ts';
import { bounds } from './bounds.ts';
import { isDateForm } from './cells/date-form.ts';
import { isTimeZone } from './cells/time-zone.ts';

const text = (maxLength: number) => z.string().trim().min(1).max(maxLength);

const columnName = z.string().trim().min(1).max(1_000);
const column = z.union([columnName, z.array(columnName).min(1).max(20)], {
  error: 'must be a column name or a list of names of which the file has one',
});
const source = z
  .union(
    [
      columnName,
      z.array(columnName).min(1).max(20),
      z.strictObject({ constant: text(500) }),
      z.strictObject({ column, prefix: z.string().min(1).max(100) }),
    ],
    {
      error:
        'must be a column name, a list of names of which the file has one, {"constant": "..."}, or {"column": "...", "prefix": "..."}',
    },
  )
  .describe(
    'Where a value comes from: a column by its name or by any of several names, a constant, or a column with a text put in front.',
  );

const separatorRule = 'must be one ASCII character other than a quote or a line end';

const file = z
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

const numbers = z
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

const dates = z
  .strictObject({
    forms: z
      .array(
        z.string().refine(isDateForm, {
          error:
            'must be "iso", or made of yyyy MM M dd d HH H hh h mm ss SSS a XXX and other characters, with a year, a month and a day',
        }),
      )
      .min(1)
      .max(10)
      .default(['iso'])
      .describe('The forms a time of issue may have. "iso" is RFC 3339.'),
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
  .refine(
    ({ forms, timeZone }) =>
      timeZone !== undefined || forms.every((form) => form === 'iso' || form.includes('XXX')),
    {
      path: ['timeZone'],
      error: 'is needed, as one of the forms has no offset',
    },
  );

const invoice = z
  .strictObject({
    number: source,
    customerId: source.optional().describe('The UUID of a customer.'),
    customerName: source,
    currency: source,
    issuedAt: source,
    amount: source.optional().describe('The total, when that is all there is; it counts as net.'),
    net: source.optional(),
    tax: source.optional(),
    total: source.optional().describe('Only checks: net and tax, or the lines, must add up to it.'),
  })
  .refine(({ amount, net, tax, total }) => amount === undefined || (net ?? tax ?? total) === undefined, {
    path: ['amount'],
    error: 'stands alone: without net, tax and total',
  })
  .refine(({ net, tax }) => (net === undefined) === (tax === undefined), {
    path: ['net'],
    error: 'net and tax are needed together',
  })
  .describe('What belongs to the invoice as a whole.');

const line = z
  .strictObject({
    sku: source.optional(),
    description: source,
    quantity: source,
    unit: source.optional().describe('"piece" when absent.'),
    unitPrice: source.describe('Without tax.'),
    taxRate: source.optional().describe('In percent; 0 when absent.'),
  })
  .describe('The invoice line that a row is, if it is one.');

/** How rows of a file become invoices. All is data; `mapping.schema.json` is made from this. */
export const mappingSchema = z
  .strictObject({
    $schema: z.string().optional().describe('The JSON Schema of this file, for editors.'),
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: 'must be 1 to 64 small letters, digits and hyphens' }),
    description: text(500).optional(),
    doubts: z
      .array(text(1_000))
      .optional()
      .describe('What a proposal is not sure of. For people: it changes nothing.'),
    file: file.prefault({}),
    numbers: numbers.prefault({}),
    dates: dates.prefault({}),
    neutralised: z
      .boolean()
      .default(false)
      .describe(
        'Whether texts that begin like a formula have an apostrophe in front, which is then removed.',
      ),
    invoice,
    line: line.optional(),
    grouping: z
      .union(
        [
          z.literal('none'),
          z.strictObject({
            by: z.literal('number'),
            issuedAt: z
              .enum(['same', 'first'])
              .default('same')
              .describe(
                'Whether all rows must have the same time of issue, or that of the first row counts.',
              ),
          }),
        ],
        { error: 'must be "none" or {"by": "number"}' },
      )
      .default('none')
      .describe('Whether rows that follow each other with the same number are one invoice.'),
    creditNote: z
      .union(
        [
          z.enum(['none', 'negativeAmount']),
          z.strictObject({
            numberPrefix: text(bounds.numberLength),
            figures: z
              .enum(['negative', 'positive'])
              .default('negative')
              .describe('How the file writes what is taken back.'),
          }),
        ],
        { error: 'must be "none", "negativeAmount" or {"numberPrefix": "..."}' },
      )
      .default('none')
      .describe('What makes an invoice a credit note. With "none", negative figures are refused.'),
    negativeLines: z
      .enum(['reject', 'keep'])
      .default('reject')
      .describe(
        'Whether lines may have another sign than their invoice, for example discounts. With "keep" an invoice is judged by its total.',
      ),
    missingCustomer: z
      .union([z.literal('reject'), z.strictObject({ keepAs: text(bounds.customerNameLength) })], {
        error: 'must be "reject" or {"keepAs": "..."}',
      })
      .default('reject'),
    missingDescription: z
      .union([z.literal('reject'), z.strictObject({ use: text(bounds.descriptionLength) })], {
        error: 'must be "reject" or {"use": "..."}',
      })
      .default('reject'),
    zeroPrice: z.enum(['keep', 'reject']).default('keep'),
    noGoods: z
      .strictObject({
        codes: z.array(text(bounds.skuLength)).min(1).max(1_000),
        rows: z.enum(['keep', 'reject']).describe('Keep as a line without a product, or reject.'),
      })
      .optional()
      .describe(
        'What stands in the column of the sku and is no product; large and small letters are the same.',
      ),
  })
  .refine(({ grouping, line: ofLine }) => grouping === 'none' || ofLine !== undefined, {
    path: ['grouping'],
    error: 'needs "line": rows are grouped because each is a line',
  })
  .refine(
    ({ invoice: { amount, net }, line: ofLine }) =>
      ((amount ?? net) === undefined) === (ofLine !== undefined),
    {
      path: ['invoice'],
      error:
        'needs an amount, or net and tax, and neither of them with "line": then the lines add up to them',
    },
  )
  .refine(({ noGoods, line: ofLine }) => noGoods === undefined || ofLine?.sku !== undefined, {
    path: ['noGoods'],
    error: 'needs the column of the sku ("line")',
  })
  .describe('How the rows of a CSV file become invoices.');

export type Mapping = z.output<typeof mappingSchema>;

/** A mapping as it is written: with what has a default left out. */
export type MappingInput = z.input<typeof mappingSchema>;

/** Where a value comes from. */
export type Source = z.output<typeof source>;

/** How files of a mapping are written. */
export function toDialect({ file: { columns, comment, ...file } }: Mapping): CsvDialect {
  return { ...file, header: columns === undefined, ...(comment === undefined ? {} : { comment }) };
}
