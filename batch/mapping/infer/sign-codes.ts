/** Currencies by the signs that people write for them, where most mean this one. */
const codes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '€': 'EUR',
    '£': 'GBP',
    '¥': 'JPY',
    $: 'USD',
    US$: 'USD',
    CA$: 'CAD',
    C$: 'CAD',
    A$: 'AUD',
    NZ$: 'NZD',
    HK$: 'HKD',
    S$: 'SGD',
    R$: 'BRL',
    '₹': 'INR',
    '₺': 'TRY',
    '₽': 'RUB',
    '₩': 'KRW',
    '₴': 'UAH',
    '₪': 'ILS',
    zł: 'PLN',
    Kč: 'CZK',
    Ft: 'HUF',
    Rs: 'INR',
    'Rs.': 'INR',
    Fr: 'CHF',
    'Fr.': 'CHF',
  }),
);

/** Signs that several currencies have. */
const shared = /^(?:\$|¥|£|Rs\.?)$/;

/** The currency that a sign most often stands for. */
export function findSignCode(sign: string): string | undefined {
  return codes.get(sign);
}

/** True if a sign stands for other currencies, too. */
export function isSharedSign(sign: string): boolean {
  return shared.test(sign);
}
