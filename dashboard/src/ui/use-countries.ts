import { useMemo } from 'react';
import { countryCodes } from '../generated/country-codes.ts';
import { useLocale } from '../messages/language.tsx';
import type { SelectOption } from './select-field.tsx';

export interface Countries {
  /** All countries, in the order of their names. */
  readonly options: readonly SelectOption[];
  toName(code: string): string;
}

/** The countries by their names in the language of the page. */
export function useCountries(): Countries {
  const locale = useLocale();
  return useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'region' });
    const toName = (code: string) => names.of(code) ?? code;
    const options = countryCodes
      .map((value) => ({ value, label: toName(value) }))
      .toSorted((one, other) => one.label.localeCompare(other.label, locale));
    return { options, toName };
  }, [locale]);
}
