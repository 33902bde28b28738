/** A place in the gapless series of a year. */
export interface InvoiceNumber {
  /** The year of the issue date. */
  readonly series: number;
  /** From 1, without a gap. */
  readonly sequence: number;
}

/** The series whose numbers the invoices of a day (`2026-03-01`) take. */
export function seriesOf(issueDate: string): number {
  return Number(issueDate.slice(0, 4));
}

/** Writes a number as it stands on the invoice, for example `2026-000042`. */
export function formatInvoiceNumber({ series, sequence }: InvoiceNumber): string {
  return `${series}-${String(sequence).padStart(6, '0')}`;
}
