/** Languages and countries that between them write every sign that CLDR has for a currency. */
const locales = [
  ...[
    'en',
    'en-US',
    'en-CA',
    'en-AU',
    'en-IN',
    'de',
    'de-CH',
    'de-AT',
    'fr',
    'fr-CA',
    'fr-CH',
    'es',
    'es-MX',
    'it',
  ],
  ...[
    'nl',
    'pt',
    'pt-PT',
    'da',
    'sv',
    'nb',
    'fi',
    'is',
    'pl',
    'cs',
    'sk',
    'hu',
    'ro',
    'bg',
    'hr',
    'sl',
    'sr',
    'el',
  ],
  ...['tr', 'ru', 'uk', 'he', 'ar', 'hi', 'ja', 'zh', 'ko', 'th', 'vi', 'id', 'et', 'lv', 'lt'],
];
const displays = ['code', 'symbol', 'narrowSymbol'] as const;

const known = new Map<string, readonly string[]>();

/**
 * Lists the texts for a currency beside an amount: its ISO 4217 code and the signs that CLDR has for it in any language, for
 * EUR `EUR` and `€`. The longest are first, so that `US$` is not taken for `$` after other letters.
 */
export function findCurrencySigns(currency: string): readonly string[] {
  const signs = known.get(currency) ?? collectSigns(currency);
  known.set(currency, signs);
  return signs;
}

function collectSigns(currency: string): readonly string[] {
  const signs = new Set<string>();
  for (const locale of locales) {
    for (const currencyDisplay of displays) {
      const parts = new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay,
      }).formatToParts(1);
      const sign = parts
        .find(({ type }) => type === 'currency')
        ?.value.replace(/[\u200e\u200f\u061c]/g, '')
        .trim();
      if (sign !== undefined && sign !== '') signs.add(sign);
    }
  }
  return [...signs].toSorted((one, other) => other.length - one.length);
}
