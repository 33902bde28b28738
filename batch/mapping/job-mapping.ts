import type { Mapping } from './mapping.ts';

/** Settings that were added later, with the value that their absence means. */
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
 * before they existed is recognised, and a load that was begun before can be restarted.
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
