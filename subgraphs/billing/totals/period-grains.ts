import { addDays } from '#schema/calendar/day.ts';
import type { Period } from './period.ts';

/** Rows of totals that are counted (1) or taken off (-1); an absent end is open. */
export interface GrainRange {
  readonly grain: 'DAY' | 'MONTH' | 'YEAR' | 'ALL';
  readonly from?: string | undefined;
  /** Not included. */
  readonly end?: string | undefined;
  readonly sign: 1 | -1;
}

type Step = (day: string) => string;

const startOfMonth: Step = (day) => `${day.slice(0, 8)}01`;
const nextMonth: Step = (day) => startOfMonth(addDays(startOfMonth(day), 31));
const startOfYear: Step = (day) => `${day.slice(0, 5)}01-01`;
const nextYear: Step = (day) => startOfYear(addDays(startOfYear(day), 366));

const toNearMonth: Step = (day) => (Number(day.slice(8)) <= 16 ? startOfMonth(day) : nextMonth(day));
const toNearYear: Step = (month) => (Number(month.slice(5, 7)) <= 7 ? startOfYear(month) : nextYear(month));

/**
 * The rows of totals that make a period up, as few as years, months and days allow: of a year or month of which more than
 * half is in the period, the rest is taken off.
 *
 * @param period the first day is not after the last; neither is the calendar's first or last year
 */
export function toGrainRanges({ from, to }: Period): GrainRange[] {
  if (from === undefined && to === undefined) return [{ grain: 'ALL', sign: 1 }];
  const end = to === undefined ? undefined : addDays(to, 1);
  const days = { from, end };
  const months = mapEnds(days, toNearMonth);
  if (isEmpty(months)) return [{ grain: 'DAY', ...days, sign: 1 }];
  const edges = toEdges('DAY', days, months);
  const years = mapEnds(months, toNearYear);
  if (isEmpty(years)) return [{ grain: 'MONTH', ...months, sign: 1 }, ...edges];
  return [{ grain: 'YEAR', ...years, sign: 1 }, ...toEdges('MONTH', months, years), ...edges];
}

interface Range {
  readonly from: string | undefined;
  /** Not included. */
  readonly end: string | undefined;
}

const mapEnds = ({ from, end }: Range, step: Step): Range => ({
  from: from && step(from),
  end: end && step(end),
});
const isEmpty = ({ from, end }: Range) => from !== undefined && end !== undefined && from >= end;

/** The rows by which the wanted range differs from one of whole periods. */
function toEdges(grain: 'DAY' | 'MONTH', wanted: Range, whole: Range): GrainRange[] {
  return [toEdge(grain, wanted.from, whole.from), toEdge(grain, whole.end, wanted.end)].flat();
}

function toEdge(grain: 'DAY' | 'MONTH', from: string | undefined, end: string | undefined): GrainRange[] {
  if (from === undefined || end === undefined || from === end) return [];
  return from < end ? [{ grain, from, end, sign: 1 }] : [{ grain, from: end, end: from, sign: -1 }];
}
