import { z } from 'zod';
import { normaliseText } from '#platform/text/plain-text.ts';
import { taxCategoryCodes } from '#schema/tax-category.ts';
import { bounds } from './bounds.ts';
import { commonSettings } from './common-settings.ts';
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
        'The day on the invoice, if a column has it beside the time of issue. If absent or empty, it is the day that "issuedAt" names, or the seller\'s day of its instant.',
      ),
    amount: source.optional().describe('The total, if the file has no other amounts; it counts as net.'),
    net: source.optional(),
    tax: source.optional(),
    total: source.optional().describe('Only a check: net and tax, or the lines, must add up to it.'),
  })
  .refine(({ amount, net, tax, total }) => amount === undefined || (net ?? tax ?? total) === undefined, {
    path: ['amount'],
    error: 'stands alone: without net, tax and total',
  })
  .refine(({ net, tax }) => (net === undefined) === (tax === undefined), {
    path: ['net'],
    error: 'net and tax are needed together',
  })
  .describe('The values of the invoice as a whole.');

const line = z
  .strictObject({
    sku: source.optional(),
    description: source,
    quantity: source,
    unit: source.optional().describe('"piece" if absent.'),
    unitPrice: source.describe('Without tax.'),
    taxRate: source.optional().describe('In percent; 0 if absent.'),
    tax: optionalSource
      .optional()
      .describe(
        'The tax of the line, if the file states it: the tax of the invoice is then the sum of these. If absent or empty, it is computed of each rate.',
      ),
    taxCategory: optionalSource
      .optional()
      .describe(
        `The VAT category, by its code of EN 16931 (BT-151): ${taxCategoryCodes.join(', ')}; see "taxCategories". If absent or empty, the rate tells S from Z.`,
      ),
    taxExemptionReason: optionalSource
      .optional()
      .describe('The reason of a category without tax (BT-120). AE, K and G have one by law.'),
  })
  .refine(
    ({ taxCategory, taxExemptionReason }) => taxExemptionReason === undefined || taxCategory !== undefined,
    {
      path: ['taxExemptionReason'],
      error: 'needs "taxCategory": only categories without tax have a reason',
    },
  )
  .describe('The invoice line of a row, if rows are lines.');

const leaveOut = z
  .strictObject({
    column: optionalSource,
    values: z
      .array(text(100))
      .min(1)
      .max(50)
      .describe('The texts of the column in rows that are left out; large and small letters are the same.'),
    others: z
      .array(z.string().overwrite(normaliseText).max(100))
      .min(1)
      .max(50)
      .optional()
      .describe(
        'The texts in all other rows, "" for an empty cell; any other text is then refused. If absent, all other rows are loaded.',
      ),
    name: text(50).describe('The name of such rows for people, for example "simulated".'),
  })
  .describe(
    'Rows that do not become invoices and are not rejected either: they are counted and not read further. `--all-rows` loads them.',
  );

/** The rules by which rows of a file become invoices. */
export const invoiceMappingSchema = z
  .strictObject({
    ...commonSettings,
    format: z
      .enum(['csv', 'en16931'])
      .optional()
      .describe(
        'The form of the file: CSV if absent, or electronic invoices by EN 16931: CII, UBL, and PDFs that embed them, one or a folder.',
      ),
    sellers: z
      .array(text(100))
      .min(1)
      .max(50)
      .optional()
      .describe(
        'With "en16931": numbers of the seller, such as the VAT id or the SIREN; documents of others are rejected. If absent, the seller is that of SELLER_FILE.',
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
                '"same": all rows must have the same time of issue; "first": that of the first row counts.',
              ),
          }),
        ],
        { error: 'must be "none" or {"by": "number"}' },
      )
      .default('none')
      .describe(
        '"none": each row is an invoice; by number: rows that follow each other with the same number are one.',
      ),
    creditNote: z
      .union(
        [
          z.enum(['none', 'negativeAmount']),
          z.strictObject({
            numberPrefix: text(bounds.numberLength),
            figures: z
              .enum(['negative', 'positive'])
              .default('negative')
              .describe('The sign of the figures of credit notes in the file.'),
          }),
          z.strictObject({
            column: source,
            values: z
              .array(text(100))
              .min(1)
              .max(50)
              .describe('The texts of the column for credit notes; large and small letters are the same.'),
            invoices: z
              .array(text(100))
              .min(1)
              .max(50)
              .optional()
              .describe(
                'The texts for invoices; any other text is then refused. If absent, any other text means an invoice.',
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
      .describe('The mark of credit notes. With "none", negative figures are refused.'),
    negativeLines: z
      .enum(['reject', 'keep'])
      .default('reject')
      .describe(
        'Lines with another sign than their invoice, for example discounts. With "keep" the total tells credit notes from invoices.',
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
    taxCategories: z
      .record(text(100), z.enum(taxCategoryCodes))
      .optional()
      .describe('Codes of VAT categories by the texts of the file; large and small letters are the same.'),
    zeroPrice: z.enum(['keep', 'reject']).default('keep'),
    noGoods: z
      .strictObject({
        codes: z.array(text(bounds.skuLength)).min(1).max(1_000),
        rows: z.enum(['keep', 'reject']).describe('Keep as a line without a product, or reject.'),
      })
      .optional()
      .describe(
        'The texts in the column of the sku that are not a product; large and small letters are the same.',
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
  .refine(
    ({ taxCategories, line: ofLine }) => taxCategories === undefined || ofLine?.taxCategory !== undefined,
    {
      path: ['taxCategories'],
      error: 'needs the column of the VAT category ("line")',
    },
  )
  .refine(({ noGoods, line: ofLine }) => noGoods === undefined || ofLine?.sku !== undefined, {
    path: ['noGoods'],
    error: 'needs the column of the sku ("line")',
  })
  .describe('The rules by which the rows of a CSV file become invoices.');

export type InvoiceMapping = z.output<typeof invoiceMappingSchema>;

/** A mapping of invoices as it is written: members with a default may be absent. */
export type InvoiceMappingInput = z.input<typeof invoiceMappingSchema>;

/**
 * Returns the mapping without its rule for rows that are left out: it loads them, too. Documents that are repeated stay left out: their
 * invoices are those of the documents before.
 */
export function withAllRows(mapping: InvoiceMapping): InvoiceMapping {
  if (mapping.format === 'en16931') return mapping;
  const { leaveOut: _, ...others } = mapping;
  return others;
}
