import { z } from 'zod';
import { isDay } from './day.ts';
import type { Seller } from './seller.ts';
import { isTimeZone } from './time-zone.ts';

/** The variable that says how the seller counts days; every process that counts some reads it by this field. */
export const sellerFields = {
  /** The time zone whose clocks decide the day: of issue dates, years and number series. */
  SELLER_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be a time zone of the IANA database, for example Europe/Paris')
    .default('UTC'),
};

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

/** The parsed values of the variables. */
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
