import type { CsvForm } from '#platform/text/csv-form.ts';
import { formatMinor } from '#schema/money.ts';
import { deriveStatus, toBalance } from '../domain/settlement.ts';
import type { ExportLanguage, InvoiceExportColumn } from '../generated/types.ts';
import type { InvoiceRow } from '../tables.ts';
import { kindNames, originNames, statusNames } from './column-names.ts';

/** The columns of an invoice that a file may show. */
export type ExportedInvoice = Pick<
  InvoiceRow,
  | 'id'
  | 'number'
  | 'kind'
  | 'status'
  | 'origin'
  | 'customerName'
  | 'customerId'
  | 'customerTaxNumber'
  | 'issueDate'
  | 'dueDate'
  | 'settledAt'
  | 'currency'
  | 'netMinor'
  | 'taxMinor'
  | 'totalMinor'
  | 'paidMinor'
  | 'creditedMinor'
  | 'externalReference'
  | 'note'
>;

/** The form of a file, and the seller's day on which it is written. */
export interface RowForm {
  readonly writer: CsvForm;
  readonly language: ExportLanguage;
  readonly today: string;
}

type WriteCell = (invoice: ExportedInvoice, form: RowForm) => string;

const text =
  (read: (invoice: ExportedInvoice) => string | null): WriteCell =>
  (invoice, { writer }) =>
    writer.text(read(invoice) ?? '');

const amount =
  (read: (invoice: ExportedInvoice) => bigint): WriteCell =>
  (invoice, { writer }) =>
    writer.decimal(formatMinor(read(invoice), invoice.currency));

const cells: Readonly<Record<InvoiceExportColumn, WriteCell>> = {
  NUMBER: text(({ number }) => number),
  KIND: ({ kind }, { language }) => kindNames[kind][language],
  STATUS: (invoice, { language, today }) => statusNames[deriveStatus(invoice, today)][language],
  ORIGIN: ({ origin }, { language }) => originNames[origin][language],
  CUSTOMER: text(({ customerName }) => customerName),
  CUSTOMER_ID: ({ customerId }) => customerId ?? '',
  CUSTOMER_TAX_NUMBER: text(({ customerTaxNumber }) => customerTaxNumber),
  ISSUE_DATE: ({ issueDate }) => issueDate ?? '',
  DUE_DATE: ({ dueDate }) => dueDate ?? '',
  PAID_AT: ({ settledAt }) => settledAt?.toISOString() ?? '',
  CURRENCY: ({ currency }) => currency,
  NET_TOTAL: amount(({ netMinor }) => netMinor),
  TAX_TOTAL: amount(({ taxMinor }) => taxMinor),
  TOTAL: amount(({ totalMinor }) => totalMinor),
  PAID_TOTAL: amount(({ paidMinor }) => paidMinor),
  CREDITED_TOTAL: amount(({ creditedMinor }) => creditedMinor),
  BALANCE: amount(toBalance),
  EXTERNAL_REFERENCE: text(({ externalReference }) => externalReference),
  NOTE: text(({ note }) => note),
  ID: ({ id }) => id,
};

/** Writes an invoice as a row of a file. */
export function toRow(
  invoice: ExportedInvoice,
  columns: readonly InvoiceExportColumn[],
  form: RowForm,
): string {
  return form.writer.row(columns.map((column) => cells[column](invoice, form)));
}
