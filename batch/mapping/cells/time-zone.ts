import { findSteadyOffset } from '#schema/calendar/steady-offset.ts';
import { isTimeZone } from '#schema/calendar/time-zone.ts';

const dayMs = 86_400_000;

/** Tests if a text names a time zone: one of the IANA database, or an offset such as `+01:00` that all times have. */
export function isZoneOrOffset(name: string): boolean {
  return isTimeZone(name) || /^[+-](?:[01]\d|2[0-3]):[0-5]\d$/.test(name);
}

/**
 * Finds the instants, earliest first, at which clocks of a zone show a local time: none if clocks were put forward, two if
 * they were put back.
 *
 * @param localMs the local time as if it were UTC, in milliseconds since 1970
 * @throws {RangeError} if the zone does not exist
 */
export function toInstants(localMs: number, timeZone: string): readonly number[] {
  // No zone is further than 15 hours from UTC, and none changes its clocks twice within two days.
  const before = findSteadyOffset(localMs - dayMs, timeZone);
  const after = findSteadyOffset(localMs + dayMs, timeZone);
  if (before === after) return [localMs - before];
  return [before, after]
    .map((offset) => localMs - offset)
    .filter((instant) => findSteadyOffset(instant, timeZone) === localMs - instant)
    .toSorted((one, other) => one - other);
}
