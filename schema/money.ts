import { formatDecimal, parseDecimal } from './decimal.ts';

/** An exact amount: whole minor units (cents for EUR) and never a float. */
export interface Money {
  readonly amountMinor: bigint;
  /** ISO 4217. */
  readonly currency: string;
}

/** Currencies whose minor unit is not a hundredth (ISO 4217, list one). */
const otherDigits: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [
      'BIF',
      'CLP',
      'DJF',
      'GNF',
      'ISK',
      'JPY',
      'KMF',
      'KRW',
      'PYG',
      'RWF',
      'UGX',
      'UYI',
      'VND',
      'VUV',
      'XAF',
      'XOF',
      'XPF',
    ].map((code) => [code, 0]),
  ),
  ...Object.fromEntries(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};

/** Codes that name no money: metals, test and fund codes. */
const noMoney = new Set([
  'XXX', // ISO 4217: no currency
  'XTS',
  'XAU',
  'XAG',
  'XPT',
  'XPD',
  'XBA',
  'XBB',
  'XBC',
  'XBD',
  'XDR',
  'XUA',
  'XSU',
]);
/** Legal tender (ISO 4217, list one) that CLDR knows by another code: Venezuela's digital bolívar. */
const notInCldr = ['VED'];
const currencies = new Set(
  [...Intl.supportedValuesOf('currency'), ...notInCldr].filter((code) => !noMoney.has(code)),
);

/** True if a text is the ISO 4217 code of a currency, in capital letters. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

/** The number of decimals of a currency. */
export function minorDigits(currency: string): number {
  return otherDigits[currency] ?? 2;
}

/** Parses an amount in a currency's unit; undefined if it is not a number or has too many decimals. */
export function parseMoney(amount: string, currency: string): Money | undefined {
  const amountMinor = parseDecimal(amount, minorDigits(currency));
  return amountMinor === undefined ? undefined : { amountMinor, currency };
}

/** Writes an amount in its currency's unit with all its decimals, for example `1234.50`. */
export function formatMinor(amountMinor: bigint, currency: string): string {
  return formatDecimal(amountMinor, minorDigits(currency));
}

/** An amount in the shape of the API's type `Money`. */
export function toMoneyObject(money: Money): { amount: string; currency: string } {
  return { amount: formatMinor(money.amountMinor, money.currency), currency: money.currency };
}
