import { getDateTimeFormat } from '../messages/intl-formats.ts';

/** Writes the time of day to the second, by the browser's clock and zone. */
export function formatTimeOfDay(atMs: number, locale: string): string {
  return getDateTimeFormat(locale, { timeStyle: 'medium' }).format(atMs);
}
