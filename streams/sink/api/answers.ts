import { z } from 'zod';

/** An invoice as the API answers it. */
export const invoiceAnswer = z
  .object({
    id: z.uuid().describe('Given by the sink when it stored the message.'),
    invoiceNumber: z.string(),
    customerName: z.string(),
    customerId: z.string().nullable().describe('Null when the message named none.'),
    amount: z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .describe("Exact, in the currency's unit, for example `12.50`; never a float."),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .describe('ISO 4217.'),
    issuedAt: z.iso.datetime(),
    issueDate: z.iso
      .date()
      .describe("The date on the invoice; for a message without one, the seller's day of `issuedAt`."),
    simulated: z
      .boolean()
      .describe('True if a simulator made the invoice up, so that it stands for no money.'),
    storedAt: z.iso.datetime(),
  })
  .describe('An issued invoice, as its message told.');

const nextCursor = z.string().nullable().describe('Leads to the next page; null on the last one.');

export const invoicePageAnswer = z.object({ invoices: z.array(invoiceAnswer), nextCursor });

/** A CSV file as the API answers it. */
export const fileAnswer = z
  .object({
    name: z.string(),
    day: z.iso.date().describe("The seller's day on which its rows were stored."),
    rows: z.int().min(1),
    bytes: z.int().min(1).describe('Its length once all its rows are written, which takes a moment.'),
    isCurrent: z.boolean().describe('Whether rows are still added to it.'),
    href: z.string().describe('Where it is downloaded.'),
  })
  .describe('A CSV file of stored invoices.');

export const filePageAnswer = z.object({ files: z.array(fileAnswer), nextCursor });

export type InvoiceAnswer = z.output<typeof invoiceAnswer>;
export type FileAnswer = z.output<typeof fileAnswer>;
