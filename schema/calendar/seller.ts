import { z } from 'zod';
import { addDays, isDay, startOfDay, toDay } from './day.ts';
import { sellerFields } from './seller-fields.ts';

/** How the seller counts days, and which days an invoice may have. */
export interface Seller {
  /** Whose clocks decide what day it is: a name of the IANA time zone database. */
  readonly timeZone: string;
  /** What is before it is closed: nothing is issued or imported into it. */
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

const maxDaysAhead = 3_660;
const daysAheadRule = `must be a whole number from 0 to ${maxDaysAhead}`;
const firstDay = '1900-01-01';

/** The variables of {@link Seller}, for whatever issues or imports. */
export const issueDateFields = {
  ...sellerFields,
  EARLIEST_ISSUE_DATE: z
    .string()
    .refine(
      (text) => isDay(text) && text >= firstDay,
      `must be a day from ${firstDay} on, such as 2026-01-01`,
    )
    .default(firstDay),
  ISSUE_DAYS_AHEAD: z
    .string()
    .regex(/^\d{1,4}$/, daysAheadRule)
    .transform(Number)
    .refine((days) => days <= maxDaysAhead, daysAheadRule)
    .default(0),
};

/** What the variables say, once they are read. */
export type SellerVariables = {
  readonly [Name in keyof typeof issueDateFields]: z.output<(typeof issueDateFields)[Name]>;
};

/** Turns the variables into the seller's rules. */
export function toSeller(variables: SellerVariables): Seller {
  return {
    timeZone: variables.SELLER_TIME_ZONE,
    earliestIssueDate: variables.EARLIEST_ISSUE_DATE,
    issueDaysAhead: variables.ISSUE_DAYS_AHEAD,
  };
}

/** Writes the seller's rules as variables, for a process that is started. */
export function toSellerVariables(seller: Seller): Record<keyof SellerVariables, string> {
  return {
    SELLER_TIME_ZONE: seller.timeZone,
    EARLIEST_ISSUE_DATE: seller.earliestIssueDate,
    ISSUE_DAYS_AHEAD: String(seller.issueDaysAhead),
  };
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
