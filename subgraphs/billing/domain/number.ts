import { bounds } from './bounds.ts';

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
export function formatNumber({ series, sequence }: InvoiceNumber): string {
  return `${series}-${String(sequence).padStart(6, '0')}`;
}

/**
 * What is wrong with a wished issue date as such; undefined when nothing is. Days are the seller's (`2026-03-01`).
 *
 * Whether it comes before the newest invoice of its series only the series itself can tell.
 */
export function findIssueDateProblem(
  issueDate: string,
  { today, timeZone }: { readonly today: string; readonly timeZone: string },
): string | undefined {
  if (issueDate > today)
    return `The issue date must not lie in the future: today is ${today} in the seller's time zone ${timeZone}.`;
  if (issueDate < bounds.earliestDay) return `The issue date must be ${bounds.earliestDay} or later.`;
  return undefined;
}
