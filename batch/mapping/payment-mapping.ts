import { z } from 'zod';
import { commonSettings } from './common-settings.ts';
import { paymentMethods } from './payments/payment-methods.ts';
import { optionalSource, source, text } from './source.ts';

const payment = z
  .strictObject({
    invoiceNumber: optionalSource.optional().describe('The number of the invoice, if a column names it.'),
    creditorReference: optionalSource
      .optional()
      .describe('A structured reference of the creditor (ISO 11649, "RF18..."), or a number in its place.'),
    endToEndId: optionalSource.optional().describe('The end-to-end identification of a credit transfer.'),
    remittance: optionalSource
      .optional()
      .describe('A text in which the payer may name the invoice, such as "Invoice 2026-000012, thank you".'),
    amount: source.describe('Above zero.'),
    currency: optionalSource
      .optional()
      .describe('If absent or empty, the amount is in the currency of the invoice.'),
    paidOn: source.describe('The day on which the money arrived.'),
    reference: optionalSource.optional().describe('The reference that the payment keeps.'),
    method: optionalSource.optional().describe('BANK_TRANSFER if absent or empty; see "methods".'),
    entryId: optionalSource
      .optional()
      .describe(
        'The identification that the bank gave the entry, by which it is recognised in another file. If absent or empty, the invoice, amount, day and reference identify the payment.',
      ),
    customerId: optionalSource.optional().describe('The UUID of the customer, which the invoice must have.'),
    customerName: optionalSource
      .optional()
      .describe('The name of the customer, which the invoice must have, in any letters.'),
  })
  .refine(
    ({ invoiceNumber, creditorReference, endToEndId, remittance }) =>
      (invoiceNumber ?? creditorReference ?? endToEndId ?? remittance) !== undefined,
    {
      path: ['invoiceNumber'],
      error: 'is needed, or one of creditorReference, endToEndId, remittance: a payment is one of an invoice',
    },
  )
  .describe('The values of a payment.');

const marks = z.array(text(100)).min(1).max(50);

const direction = z
  .strictObject({
    column: source,
    credits: marks.describe('The texts of the column in rows of money that arrived.'),
    leftOut: marks
      .optional()
      .describe('The texts in rows that are counted as left out and not read further, such as debits.'),
    reversals: marks
      .optional()
      .describe(
        'The texts in rows that take an earlier entry back; they are rejected, for people to decide.',
      ),
    name: text(50).default('debit').describe('The name of the rows that are left out, for people.'),
  })
  .describe(
    'The column that distinguishes credits from other entries; large and small letters are the same, and any other text is refused.',
  );

/** The rules by which rows of a file become payments of invoices. */
export const paymentMappingSchema = z
  .strictObject({
    ...commonSettings,
    format: z
      .enum(['csv', 'camt.053'])
      .default('csv')
      .describe('The form of the file: CSV, or a bank statement in XML (ISO 20022 camt.053).'),
    payment,
    methods: z
      .record(text(50), z.enum(paymentMethods))
      .default({})
      .describe('The texts that stand for ways of payment: {"Kreditkarte": "CARD"}.'),
    direction: direction
      .optional()
      .describe('The mark of credits. If absent, every row is one, and amounts must be above zero.'),
  })
  .describe('The rules by which the rows of a file become payments of invoices.');

export type PaymentMapping = z.output<typeof paymentMappingSchema>;
