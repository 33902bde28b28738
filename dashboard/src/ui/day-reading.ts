import { getDateTimeFormat } from '../messages/intl-formats.ts';

/** A calendar day as somebody wrote it: as the API takes it, or why it is not a day. */
export type DayReading =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-a-day' };

const iso = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/;
const parted = /^(?<day>\d{1,2})[/. -](?<month>\d{1,2})[/. -](?<year>\d{4}|\d{2})$/;
const digits = /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4}|\d{2})$/;

/**
 * Reads a day as people write it in the languages of the page, which all put the day first: `1/3/2026`, `01.03.26`, `010326`; or
 * as ISO 8601 does: `2026-03-01`. A year of two digits is of this century.
 */
export function readDayText(text: string): DayReading {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const found = iso.exec(trimmed) ?? parted.exec(trimmed) ?? digits.exec(trimmed);
  const { year = '', month = '', day = '' } = found?.groups ?? {};
  const fullYear = year.length === 2 ? `20${year}` : year;
  const read = `${fullYear}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return found !== null && isDay(read) ? { kind: 'day', day: read } : { kind: 'not-a-day' };
}

/** True if the calendar has such a day. */
function isDay(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
}

/** Writes a day for a field: with digits alone, as `readDayText` reads it. */
export function formatDayText(day: string, locale: string): string {
  const options = { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' } as const;
  return getDateTimeFormat(locale, options).format(new Date(`${day}T00:00:00Z`));
}
