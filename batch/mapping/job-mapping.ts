import type { Mapping } from './mapping.ts';

/** Settings that came later, with what is meant where a mapping does not have them. */
const laterDefaults = {
  numbers: {
    groups: 'three',
    plus: false,
    leadingZeros: false,
    currencySigns: 'none',
    minorUnits: false,
    rates: 'percent',
  },
  dates: { language: 'en' },
} as const;

/**
 * A mapping as it identifies a job: without the later settings that have their default, so that a file that was loaded
 * before they came is known again, and a load that was begun before goes on.
 */
export function toJobMapping({ currencies, numbers, dates, ...rest }: Mapping): object {
  const { smallLetters, names } = currencies;
  const hasCurrencies = smallLetters || Object.keys(names).length > 0;
  return {
    ...rest,
    numbers: omitDefaults(numbers, laterDefaults.numbers),
    dates: omitDefaults(dates, laterDefaults.dates),
    ...(hasCurrencies ? { currencies } : {}),
  };
}

function omitDefaults(settings: object, defaults: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => !(name in defaults) || value !== defaults[name]),
  );
}
