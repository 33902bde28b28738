import { z } from 'zod';
import { normaliseText } from '#platform/text/plain-text.ts';
import type { CsvDialect } from '../csv/dialect.ts';
import { bounds } from './bounds.ts';
import { currencies, dates, file, numbers } from './file-form.ts';
import { optionalSource, source, text } from './source.ts';

const invoice = z
  .strictObject({
    number: source,
    customerId: source.optional().describe('The UUID of a customer.'),
    customerName: source,
    currency: source,
    issuedAt: source,
    issueDate: optionalSource
      .optional()
      .describe(
        'The day on the invoice, where a column says it beside the time of issue. When absent or empty it is the day that "issuedAt" names, or the seller\'s day of its instant.',
      ),
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

const leaveOut = z
  .strictObject({
    column: optionalSource,
    values: z
      .array(text(100))
      .min(1)
      .max(50)
      .describe('What the column says of rows that are left out; large and small letters are the same.'),
    others: z
      .array(z.string().overwrite(normaliseText).max(100))
      .min(1)
      .max(50)
      .optional()
      .describe(
        'What it says of all other rows, "" for an empty cell; then all else is refused. When absent, all else is loaded.',
      ),
    name: text(50).describe('What people call such rows, for example "simulated".'),
  })
  .describe(
    'Rows that do not become invoices and are no fault either: they are counted and not looked at further. `--all-rows` loads them.',
  );

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
    currencies: currencies.prefault({}),
    neutralised: z
      .boolean()
      .default(false)
      .describe(
        'Whether texts that begin like a formula have an apostrophe in front, which is then removed.',
      ),
    leaveOut: leaveOut.optional(),
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
          z.strictObject({
            column: source,
            values: z
              .array(text(100))
              .min(1)
              .max(50)
              .describe('What the column says of credit notes; large and small letters are the same.'),
            invoices: z
              .array(text(100))
              .min(1)
              .max(50)
              .optional()
              .describe(
                'What it says of invoices; then all else is refused. When absent, all else is an invoice.',
              ),
            figures: z.enum(['negative', 'positive']).default('negative'),
          }),
        ],
        {
          error:
            'must be "none", "negativeAmount", {"numberPrefix": "..."} or {"column": "...", "values": ["..."]}',
        },
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

/** A mapping that loads what it would leave out. */
export function withAllRows({ leaveOut: _, ...mapping }: Mapping): Mapping {
  return mapping;
}

/** How files of a mapping are written. */
export function toDialect({ file: { columns, comment, ...file } }: Mapping): CsvDialect {
  return { ...file, header: columns === undefined, ...(comment === undefined ? {} : { comment }) };
}
