import { isCurrency, minorDigits } from '#schema/money.ts';
import { type CellProblem, show } from './cell-problem.ts';
import { findCurrencySigns } from './currency-signs.ts';

/** The form of currencies, and of amounts in them, in a file. */
export interface CurrencySettings {
  /** True if codes may have small letters. */
  readonly smallLetters: boolean;
  /** Codes by the texts that stand for them. */
  readonly names: Readonly<Record<string, string>>;
  /** The signs allowed before or after amounts. */
  readonly signs: 'none' | 'known' | readonly string[];
  /** True if amounts are in the smallest unit of their currency. */
  readonly minorUnits: boolean;
}

/** The currency of a row, and the form of amounts in it. */
export interface RowCurrency {
  /** ISO 4217. */
  readonly code: string;
  /** Decimals that amounts of the file may have; they are read in minor units. */
  readonly decimals: number;
  /** The signs allowed before or after an amount. */
  readonly signs: readonly string[];
}

/** Reads the currencies of rows. */
export interface CurrencyReader {
  /** Returns the currency; undefined if the text does not name one. */
  read(text: string): RowCurrency | undefined;
  /** Says why `read` returned undefined. */
  explain(text: string): CellProblem;
  /** Used for amounts of a row whose currency is not known, so that other problems of them are reported, too. */
  readonly unknown: RowCurrency;
}

/** The maximum number of decimals of a currency (ISO 4217: CLF, UYW). */
const maxDecimals = 4;

/** Creates a reader of currencies. */
export function createCurrencyReader({
  smallLetters,
  names,
  signs,
  minorUnits,
}: CurrencySettings): CurrencyReader {
  const currencies = new Map<string, RowCurrency>();
  let lastText = '';
  let last: RowCurrency | undefined;

  function toCurrency(text: string): RowCurrency | undefined {
    const found = currencies.get(text);
    if (found !== undefined) return found;
    const named = Object.hasOwn(names, text) ? names[text] : undefined;
    const code = named ?? (smallLetters ? text.toUpperCase() : text);
    if (!isCurrency(code)) return undefined;
    const known = signs === 'known' ? findCurrencySigns(code) : signs;
    const currency = {
      code,
      decimals: minorUnits ? 0 : minorDigits(code),
      signs: known === 'none' ? [] : known,
    };
    currencies.set(text, currency);
    return currency;
  }

  return {
    read: (text) => {
      if (text === lastText) return last;
      last = toCurrency(text);
      lastText = text;
      return last;
    },
    explain: (text) => {
      if (text === '') return { code: 'VALUE_MISSING', message: 'must not be empty' };
      const isSmall = !smallLetters && isCurrency(text.toUpperCase());
      const hint = isSmall ? ', or the mapping must allow small letters (currencies.smallLetters)' : '';
      const message = `${show(text)} must be an ISO 4217 code in capital letters, for example "EUR"${hint}`;
      return { code: 'NOT_A_CURRENCY', message };
    },
    unknown: {
      code: '',
      decimals: minorUnits ? 0 : maxDecimals,
      signs: typeof signs === 'string' ? [] : signs,
    },
  };
}
