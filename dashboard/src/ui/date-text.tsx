import { getDateTimeFormat } from '../messages/intl-formats.ts';
import { useLocale } from '../messages/language.tsx';
import styles from './date-text.module.css';

/** Writes a calendar day, such as `2026-03-01`, without a time zone that could move it. */
export function formatDay(day: string, locale: string): string {
  return getDateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** Writes an instant by a clock, in the browser's zone if none is named. */
export function formatInstant(
  instant: string,
  locale: string,
  timeZone?: string,
  timeStyle: 'short' | 'medium' = 'short',
): string {
  const options = { dateStyle: 'medium', timeStyle } as const;
  return getDateTimeFormat(locale, timeZone === undefined ? options : { ...options, timeZone }).format(
    new Date(instant),
  );
}

/** A calendar day. */
export function DayText({ day }: { readonly day: string }) {
  return (
    <time className={styles['time']} dateTime={day}>
      {formatDay(day, useLocale())}
    </time>
  );
}

export interface InstantTextProps {
  readonly instant: string;
  /** The zone whose clocks tell the time; the browser's if absent. */
  readonly timeZone?: string;
}

/** An instant by the clocks of a zone. */
export function InstantText({ instant, timeZone }: InstantTextProps) {
  return (
    <time className={styles['time']} dateTime={instant}>
      {formatInstant(instant, useLocale(), timeZone)}
    </time>
  );
}
