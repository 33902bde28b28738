import type { IssueDateLimits } from '#schema/calendar/seller.ts';

/** Limits that allow every day an invoice can have, in UTC: for a trial that counts invoices and does not load them. */
export const anyDay: IssueDateLimits = {
  earliest: '1900-01-01',
  latest: '2999-12-31',
  today: '2999-12-31',
  timeZone: 'UTC',
};
