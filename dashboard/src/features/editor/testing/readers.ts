import { formatDayText, readDayText } from '../../../ui/day-reading.ts';
import { formatDecimalText, readDecimalText } from '../../../ui/decimal-text.ts';
import type { DraftReaders } from '../draft-reading.ts';

const locale = 'en-GB';

/** Reads drafts in English, and says `wrong` or `required` of what is. */
export const englishReaders: DraftReaders = {
  required: 'required',
  decimals: {
    read: (text) => readDecimalText(text, locale),
    format: (decimal) => formatDecimalText(decimal, locale),
    toDecimal(text) {
      const reading = readDecimalText(text, locale);
      return reading.kind === 'decimal' ? reading.decimal : undefined;
    },
    validate(text, { isRequired = false } = {}) {
      const { kind } = readDecimalText(text, locale);
      if (kind === 'empty') return isRequired ? 'required' : true;
      return kind === 'decimal' || 'wrong';
    },
  },
  days: {
    format: (day) => formatDayText(day, locale),
    toDay(text) {
      const reading = readDayText(text);
      return reading.kind === 'day' ? reading.day : undefined;
    },
    validate: (text) => readDayText(text).kind !== 'not-a-day' || 'wrong',
  },
};
