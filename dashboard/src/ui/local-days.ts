import { toSearchParameter } from './search-parameters.ts';

/** The days of a filter, both included. */
export interface DaySpan {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A day of an address, of the years 1000 to 9998, or nothing if the calendar has no such day. */
export function toDayParameter(value: unknown): string | undefined {
  const day = toSearchParameter(value);
  if (day === undefined || !/^[1-9]\d{3}-\d\d-\d\d$/.test(day) || day.startsWith('9999')) return undefined;
  const startMs = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(startMs) && new Date(startMs).toISOString().startsWith(day) ? day : undefined;
}

/**
 * The instants at which days begin and have ended by the browser's clocks; null for an end that is open. The end is never before the
 * beginning, which the API refuses: days in the wrong order have nothing between them.
 */
export function toLocalInstants({ from, to }: DaySpan): {
  readonly start: string | null;
  readonly end: string | null;
} {
  const start = from === undefined ? null : toStart(from, 0);
  const end = to === undefined ? null : toStart(to, 1);
  return { start, end: start !== null && end !== null && end < start ? start : end };
}

/** The beginning of a day, or of one some days later. */
function toStart(day: string, daysLater: number): string {
  const start = new Date(`${day}T00:00`);
  start.setDate(start.getDate() + daysLater);
  return start.toISOString();
}
