import { addDays, startOfDay, toDay } from './day.ts';

/** The seller's time zone, and the days that an invoice may have. */
export interface Seller {
  /** The time zone whose clocks decide the day: a name of the IANA time zone database. */
  readonly timeZone: string;
  /** Days before it are closed: nothing is issued on them or imported into them. */
  readonly earliestIssueDate: string;
  /** By how many days an issue date may lie in the future. */
  readonly issueDaysAhead: number;
}

/** The days an invoice may have at an instant. */
export interface IssueDateLimits {
  readonly earliest: string;
  readonly latest: string;
  readonly today: string;
  readonly timeZone: string;
}

/** The days an invoice may have when it is issued or imported at an instant. */
export function toIssueDateLimits(seller: Seller, now: Date): IssueDateLimits {
  const { timeZone, earliestIssueDate: earliest, issueDaysAhead } = seller;
  const today = toDay(now, timeZone);
  return { earliest, latest: addDays(today, issueDaysAhead), today, timeZone };
}

/** Says what is wrong with an issue date (`2026-03-01`) and names the bound; undefined if nothing is. A day that the zone's clocks skipped is none. */
export function findIssueDateProblem(issueDate: string, limits: IssueDateLimits): string | undefined {
  const { earliest, latest, today, timeZone } = limits;
  if (issueDate < earliest)
    return `The issue date must be ${earliest} or later; what is before it is closed.`;
  if (issueDate <= latest) {
    const isSkipped = startOfDay(issueDate, timeZone) === undefined;
    return isSkipped
      ? `The seller's time zone ${timeZone} had no ${issueDate}: its clocks skipped that day.`
      : undefined;
  }
  const now = `today is ${today} in the seller's time zone ${timeZone}`;
  return latest === today
    ? `The issue date must not lie in the future: ${now}.`
    : `The issue date must be ${latest} or earlier: ${now}.`;
}
