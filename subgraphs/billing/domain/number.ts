import type { InvoiceKind } from './invoice-origin.ts';

/** A place in the gapless series of a kind of document and a year. */
export interface InvoiceNumber {
  readonly kind: InvoiceKind;
  /** The year of the issue date. */
  readonly series: number;
  /** From 1, without a gap. */
  readonly sequence: number;
}

/** The beginning of the numbers of each kind; the checks of the tables spell it too. */
const prefixes: Readonly<Record<InvoiceKind, string>> = { INVOICE: '', CREDIT_NOTE: 'CN-' };

/** The series whose numbers the documents of a day (`2026-03-01`) take. */
export function seriesOf(issueDate: string): number {
  return Number(issueDate.slice(0, 4));
}

/** Writes a number as it stands on the document, for example `2026-000042`, or `CN-2026-000042` on a credit note. */
export function formatInvoiceNumber({ kind, series, sequence }: InvoiceNumber): string {
  return `${prefixes[kind]}${series}-${String(sequence).padStart(6, '0')}`;
}
