import { addDays } from '#schema/calendar/day.ts';

/** A period of days, both ends included; an absent end is open. */
export interface Period {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Days whose invoices are counted in addition to whole months (1), or taken off them (-1). */
interface PeriodEdge {
  readonly from: string;
  readonly to: string;
  readonly sign: 1 | -1;
}

/** Whole months from the first to the one before the last, and the days by which they differ from a period. */
export interface MonthsOfPeriod {
  readonly firstMonth: string | undefined;
  /** Not included. */
  readonly endMonth: string | undefined;
  readonly edges: readonly PeriodEdge[];
}

/** An edge has 16 days at most: of a month of which more is in the period, the rest is taken off. */
const middle = 16;

/** Splits a period into whole months and edges. */
export function toMonths({ from, to }: Period): MonthsOfPeriod {
  const end = to === undefined ? undefined : addDays(to, 1);
  const firstMonth = from === undefined ? undefined : toNearMonth(from);
  const endMonth = end === undefined ? undefined : toNearMonth(end);
  return {
    firstMonth,
    endMonth,
    edges: [
      ...(from === undefined || firstMonth === undefined ? [] : toEdge(from, firstMonth, 1)),
      ...(end === undefined || endMonth === undefined ? [] : toEdge(endMonth, end, 1)),
    ],
  };
}

/** The days from the first to the one before the end; if the end comes first, they are taken off. */
function toEdge(from: string, end: string, sign: 1 | -1): PeriodEdge[] {
  if (from === end) return [];
  return from < end ? [{ from, to: addDays(end, -1), sign }] : toEdge(end, from, sign === 1 ? -1 : 1);
}

/** The beginning of the day's month or of the next one, whichever is nearer. */
function toNearMonth(day: string): string {
  const month = `${day.slice(0, 8)}01`;
  if (Number(day.slice(8)) <= middle) return month;
  return `${addDays(month, 31).slice(0, 8)}01`;
}
