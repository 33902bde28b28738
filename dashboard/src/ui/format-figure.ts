import { getNumberFormat } from '../messages/intl-formats.ts';

/** Writes a number with so many decimals at the most. */
export function formatFigure(value: number, locale: string, maximumFractionDigits = 0): string {
  return getNumberFormat(locale, { maximumFractionDigits }).format(value);
}
