import { useMemo } from 'react';
import { useLocale, useMessages } from '../messages/language.tsx';
import { type DecimalReading, formatDecimalText, readDecimalText } from './decimal-text.ts';

/** Further conditions for a number. */
interface DecimalRule {
  readonly isRequired?: boolean;
  readonly maxDecimals?: number;
  readonly mayBeNegative?: boolean;
}

export interface Decimals {
  /** Reads what somebody typed. */
  read(text: string): DecimalReading;
  /** The decimal of what was typed, for the API; undefined if it is empty or wrong. */
  toDecimal(text: string): string | undefined;
  /** Writes a decimal of the API for a field. */
  format(decimal: string): string;
  /** Says what is wrong with what was typed, in the words of `validate` of react-hook-form: true if nothing is. */
  validate(text: string, rule?: DecimalRule): true | string;
}

/** Reads and writes numbers in the language of the page. */
export function useDecimals(): Decimals {
  const locale = useLocale();
  const { ui } = useMessages();
  return useMemo(() => {
    const read = (text: string) => readDecimalText(text, locale);
    const format = (decimal: string) => formatDecimalText(decimal, locale);
    return {
      read,
      format,
      toDecimal(text) {
        const reading = read(text);
        return reading.kind === 'decimal' ? reading.decimal : undefined;
      },
      validate(text, { isRequired = false, maxDecimals, mayBeNegative = false } = {}) {
        const reading = read(text);
        if (reading.kind === 'empty') return isRequired ? ui.required : true;
        if (reading.kind === 'not-a-number') return ui.notANumber(format('1234.56'));
        if (reading.kind === 'ambiguous')
          return ui.ambiguousNumber(text.trim(), ...(reading.readings.map(format) as [string, string]));
        const { decimal } = reading;
        if (!mayBeNegative && decimal.startsWith('-')) return ui.notNegative;
        const digits = decimal.split('.')[1]?.length ?? 0;
        return maxDecimals !== undefined && digits > maxDecimals ? ui.tooManyDecimals(maxDecimals) : true;
      },
    };
  }, [locale, ui]);
}
