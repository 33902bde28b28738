import type { InvoiceKind } from './invoice-origin.ts';
import type { NumberFormat } from './number-format.ts';

/** A place in the gapless series of a kind of document and a year. */
export interface InvoiceNumber {
  readonly kind: InvoiceKind;
  /** The year of the issue date. */
  readonly series: number;
  /** From 1, without a gap. */
  readonly sequence: number;
}

/** The series whose numbers the documents of a day (`2026-03-01`) take. */
export function seriesOf(issueDate: string): number {
  return Number(issueDate.slice(0, 4));
}

/** Writes a number as it stands on the document, for example `2026-000042`. */
export function formatInvoiceNumber(
  { series, sequence }: Omit<InvoiceNumber, 'kind'>,
  { prefix, separator, minDigits }: NumberFormat,
): string {
  return `${prefix}${series}${separator}${String(sequence).padStart(minDigits, '0')}`;
}
