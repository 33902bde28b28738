import { getDateTimeFormat } from '../messages/intl-formats.ts';

const dayMs = 86_400_000;

/** The day after a day of the form `2026-03-01`. */
export function toDayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}

/**
 * The first instant of a day by the clocks of a zone, in UTC. It is not midnight where clocks are put forward at midnight, and the
 * first of two midnights where they are put back.
 */
export function toStartOfDay(day: string, timeZone: string): string {
  const midnightMs = Date.parse(`${day}T00:00:00Z`);
  const offsets = [midnightMs - dayMs, midnightMs + dayMs].map((atMs) => readClockMs(atMs, timeZone) - atMs);
  const [first = midnightMs] = offsets
    .map((offsetMs) => midnightMs - offsetMs)
    .filter((atMs) => readClockMs(atMs, timeZone) >= midnightMs)
    .toSorted((one, other) => one - other);
  return new Date(first).toISOString();
}

/** The instant at which clocks of UTC show what those of the zone show at this one; both in milliseconds. */
function readClockMs(atMs: number, timeZone: string): number {
  const format = getDateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = Object.fromEntries(
    format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const clock = new Date(0);
  clock.setUTCFullYear(year, month - 1, day);
  clock.setUTCHours(hour, minute, second);
  return clock.getTime();
}
