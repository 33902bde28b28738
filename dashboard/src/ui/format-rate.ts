import { formatDecimalText } from './decimal-text.ts';

/** Writes a rate of the API without the zeros at the end of its decimals, on one line with its sign as the language sets it. */
export function formatRate(rate: string, locale: string): string {
  const short = rate.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  return `${formatDecimalText(short, locale)}${locale.startsWith('fr') ? '\u00a0%' : '%'}`;
}
