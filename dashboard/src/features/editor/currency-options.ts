import type { SelectOption } from '../../ui/select-field.tsx';

/** Those that are invoiced in most come first. */
const usual = ['EUR', 'USD', 'GBP', 'CHF'];
const known = new Map<string, readonly SelectOption[]>();

/** The currencies with their names in a language. */
export function toCurrencyOptions(locale: string): readonly SelectOption[] {
  const found = known.get(locale);
  if (found) return found;
  const names = new Intl.DisplayNames(locale, { type: 'currency' });
  const codes = new Set([...usual, ...Intl.supportedValuesOf('currency')]);
  const options = [...codes].map((value) => ({ value, label: `${value} · ${names.of(value)}` }));
  known.set(locale, options);
  return options;
}
