import { useMemo } from 'react';
import { useLocale, useMessages } from '../messages/language.tsx';
import { formatDayText, readDayText } from './day-reading.ts';

/** Further conditions for a day. Bounds are days as the API writes them. */
interface DayRule {
  readonly isRequired?: boolean;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

export interface Days {
  /** The day of what was typed, for the API; undefined if it is empty or wrong. */
  toDay(text: string): string | undefined;
  /** Writes a day of the API for a field. */
  format(day: string): string;
  /** Says what is wrong with what was typed, in the words of `validate` of react-hook-form: true if nothing is. */
  validate(text: string, rule?: DayRule): true | string;
}

/** Reads and writes days in the language of the page. */
export function useDays(): Days {
  const locale = useLocale();
  const { ui } = useMessages();
  return useMemo(() => {
    const format = (day: string) => formatDayText(day, locale);
    return {
      format,
      toDay(text) {
        const reading = readDayText(text);
        return reading.kind === 'day' ? reading.day : undefined;
      },
      validate(text, { isRequired = false, min, max } = {}) {
        const reading = readDayText(text);
        if (reading.kind === 'empty') return isRequired ? ui.required : true;
        if (reading.kind === 'not-a-day') return ui.notADay;
        if (min !== undefined && reading.day < min) return ui.tooEarly(format(min));
        return max !== undefined && reading.day > max ? ui.tooLate(format(max)) : true;
      },
    };
  }, [locale, ui]);
}
