import type { Seller } from '#schema/calendar/seller.ts';

/** A seller whose days are those of UTC, with every day open. */
export const anySeller: Seller = { timeZone: 'UTC', earliestIssueDate: '1900-01-01', issueDaysAhead: 3_660 };
