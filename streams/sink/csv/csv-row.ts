import { neutraliseFormula } from '#platform/text/spreadsheet-formula.ts';

/** An invoice as a row of the CSV file; the order of its columns is the order of these members. */
export interface CsvInvoice {
  readonly invoiceNumber: string;
  readonly customerName: string;
  /** A decimal number in the currency's unit, for example `12.50`. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly issuedAt: string;
  /** The date on the invoice, a calendar day such as `2026-02-28`. */
  readonly issueDate: string;
  /** True if a simulator made the invoice up. */
  readonly isSimulated: boolean;
}

const columns = [
  'invoiceNumber',
  'customerName',
  'amount',
  'currency',
  'issuedAt',
  'issueDate',
  'simulated',
] as const;

/** The first line of every file, line end included. */
export const csvHeader = `${columns.join(',')}\r\n`;

export const csvHeaderBytes = Buffer.byteLength(csvHeader);

/** RFC 4180 section 2.6 requires quotes for some of these; readers that expect another separator stumble over the rest. */
const wantsQuotes = /[",\r\n;\t|]|^\s|\s$/;

/**
 * Writes one row (RFC 4180), line end included.
 *
 * A text that a spreadsheet would run as a formula gets an apostrophe in front. Amounts do not: a credit stays a
 * negative number.
 */
export function formatCsvRow(invoice: CsvInvoice): string {
  const fields = [
    quote(neutraliseFormula(invoice.invoiceNumber)),
    quote(neutraliseFormula(invoice.customerName)),
    invoice.amount,
    invoice.currency,
    invoice.issuedAt,
    invoice.issueDate,
    String(invoice.isSimulated),
  ];
  return `${fields.join(',')}\r\n`;
}

function quote(text: string): string {
  return wantsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
