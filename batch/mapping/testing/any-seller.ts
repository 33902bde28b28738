import type { Seller } from '#schema/calendar/seller.ts';

/** A seller who counts days in UTC and closes none of them. */
export const anySeller: Seller = { timeZone: 'UTC', earliestIssueDate: '1900-01-01', issueDaysAhead: 3_660 };
