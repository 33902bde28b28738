import { formatDecimalText } from './decimal-text.ts';

/** Writes a rate of the API without trailing zeros. The space before the percent sign, where the language has one, does not break. */
export function formatRate(rate: string, locale: string): string {
  const short = rate.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  return `${formatDecimalText(short, locale)}${locale.startsWith('fr') ? '\u00a0%' : '%'}`;
}
