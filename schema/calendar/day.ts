import { findSteadyOffset } from './steady-offset.ts';
import { loadTemporal } from './temporal.ts';

const dayMs = 86_400_000;
const dayForm = /^\d{4}-\d\d-\d\d$/;

/** Tests if a text is a day of the calendar as ISO 8601 writes it (`2026-03-01`); 30 February is not. */
export function isDay(text: string): boolean {
  if (!dayForm.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * The day that clocks of a time zone show at an instant.
 *
 * @param zone a name of the IANA time zone database, for example `Europe/Paris`
 * @throws {RangeError} if the zone does not exist
 */
export function toDay(instant: Date, zone: string): string {
  return formatEpochDay(toEpochDay(instant.getTime(), zone));
}

/** The present day in a time zone. */
export function today(clock: () => Date, zone: string): string {
  return toDay(clock(), zone);
}

/**
 * The day that clocks of a time zone show at an instant, as days since 1 January 1970. Quick enough for every row of a
 * file: the zone's rules are asked once for each period between two changes of its clocks.
 *
 * @param instantMs milliseconds since 1970
 * @throws {RangeError} if the zone does not exist
 */
export function toEpochDay(instantMs: number, zone: string): number {
  return Math.floor((instantMs + findSteadyOffset(instantMs, zone)) / dayMs);
}

/**
 * The first instant of a day in a time zone: midnight or, where clocks were put forward over midnight, the first time
 * they showed. Undefined if the zone skipped the whole day, as Pacific/Apia did with 30 December 2011.
 *
 * @param day a day for which {@link isDay} is true
 * @throws {RangeError} if the zone does not exist
 */
export function startOfDay(day: string, zone: string): Date | undefined {
  if (zone === 'UTC') return new Date(parseEpochDay(day) * dayMs);
  const start = loadTemporal().PlainDate.from(day).toZonedDateTime({ timeZone: zone });
  return start.toPlainDate().toString() === day ? new Date(start.epochMilliseconds) : undefined;
}

/**
 * The instant at which clocks of a time zone show a time of a day: of two the first one and, where clocks were put forward over it, the
 * time that they showed then. Undefined if the zone skipped the whole day.
 *
 * @param day a day for which {@link isDay} is true
 * @param time hours and minutes, for example `08:00`
 * @throws {RangeError} if the zone does not exist
 */
export function findInstant(day: string, time: string, zone: string): Date | undefined {
  if (zone === 'UTC') return new Date(`${day}T${time}:00Z`);
  const at = loadTemporal().PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: time });
  return at.toPlainDate().toString() === day ? new Date(at.epochMilliseconds) : undefined;
}

/** Writes days since 1970 as ISO 8601 does. The years 0001 to 9999 have four digits, so such texts sort by time. */
export function formatEpochDay(epochDay: number): string {
  return new Date(epochDay * dayMs).toISOString().slice(0, 10);
}

/** The day so many days after another one, or before it. */
export function addDays(day: string, days: number): string {
  return formatEpochDay(parseEpochDay(day) + days);
}

/** Reads a day for which {@link isDay} is true as days since 1970. */
export function parseEpochDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}
