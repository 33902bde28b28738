import { formatDecimalText } from './decimal-text.ts';

/** Writes a rate of the API without the zeros at the end of its decimals, on one line with its sign. */
export function formatRate(rate: string, locale: string): string {
  const short = rate.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  return `${formatDecimalText(short, locale)}\u00a0%`;
}
