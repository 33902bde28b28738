import { formatDecimal } from '#schema/decimal.ts';
import { formatMinor, minorDigits } from '#schema/money.ts';
import type { DocumentLanguage } from './words.ts';

const locales: Readonly<Record<DocumentLanguage, string>> = { en: 'en-GB', fr: 'fr-FR' };
const quantityDecimals = 4;
const microDecimals = 6;
/** The decimals of a rate in per cent that is kept in thousandths. */
const rateDecimals = 3;

/** Symbols that are equal in all languages, by the codes of UN/ECE recommendation 20. */
const symbols = {
  MIN: 'min',
  HUR: 'h',
  GRM: 'g',
  KGM: 'kg',
  TNE: 't',
  MMT: 'mm',
  CMT: 'cm',
  MTR: 'm',
  KMT: 'km',
  MTK: 'm²',
  MTQ: 'm³',
  LTR: 'l',
  KWH: 'kWh',
  MWH: 'MWh',
};

/** Units of UN/ECE recommendation 20 as people read them. A piece (C62, H87) needs no name. */
const unitNames: Readonly<Record<DocumentLanguage, Readonly<Record<string, string>>>> = {
  en: {
    ...symbols,
    DAY: 'days',
    WEE: 'weeks',
    MON: 'months',
    ANN: 'years',
    SET: 'sets',
    PR: 'pairs',
  },
  fr: {
    ...symbols,
    DAY: 'j',
    WEE: 'sem.',
    MON: 'mois',
    ANN: 'ans',
    SET: 'lots',
    PR: 'paires',
  },
};

/** Intl reads decimal texts exactly; its types ask for them in this form. */
type Decimal = Intl.StringNumericLiteral;

/** Writes amounts, quantities and days as a language has them, exactly. */
export class FigureFormat {
  readonly #currency: string;
  readonly #language: DocumentLanguage;
  readonly #amounts: Intl.NumberFormat;
  readonly #prices: Intl.NumberFormat;
  readonly #quantities: Intl.NumberFormat;
  readonly #rates: Intl.NumberFormat;
  readonly #days: Intl.DateTimeFormat;

  constructor(language: DocumentLanguage, currency: string) {
    const locale = locales[language];
    const digits = minorDigits(currency);
    const money = { style: 'currency', currency, minimumFractionDigits: digits } as const;
    this.#currency = currency;
    this.#language = language;
    this.#amounts = new Intl.NumberFormat(locale, { ...money, maximumFractionDigits: digits });
    this.#prices = new Intl.NumberFormat(locale, { ...money, maximumFractionDigits: digits + microDecimals });
    this.#quantities = new Intl.NumberFormat(locale, { maximumFractionDigits: quantityDecimals });
    this.#rates = new Intl.NumberFormat(locale, { maximumFractionDigits: rateDecimals });
    this.#days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  }

  /** The same form for another currency. */
  inCurrency(currency: string): FigureFormat {
    return new FigureFormat(this.#language, currency);
  }

  amount(amountMinor: bigint): string {
    return this.#amounts.format(formatMinor(amountMinor, this.#currency) as Decimal).replace('-', '\u2212');
  }

  /** The price of one unit in millionths of a minor unit, with as many decimals as it has. */
  price(priceMicro: bigint): string {
    const scale = microDecimals + minorDigits(this.#currency);
    return this.#prices.format(formatDecimal(priceMicro, scale) as Decimal);
  }

  /** A quantity in ten-thousandths, with the name of its unit. */
  quantity(quantityE4: bigint, unitCode: string, unitName: string | undefined): string {
    const figure = this.#quantities.format(formatDecimal(quantityE4, quantityDecimals) as Decimal);
    // Names may be long; symbols stay with their figure.
    if (unitName !== undefined) return `${figure} ${unitName}`;
    const unit = unitNames[this.#language][unitCode];
    return unit === undefined ? figure : `${figure}\u00a0${unit}`;
  }

  /** A rate or a percentage in thousandths of a per cent. */
  rate(rateMilli: number): string {
    const figure = this.#rates.format(formatDecimal(BigInt(rateMilli), rateDecimals) as Decimal);
    return this.#language === 'fr' ? `${figure}\u00a0%` : `${figure}%`;
  }

  /** A day of the form `YYYY-MM-DD`. In French the first of a month is an ordinal number, which Intl does not know. */
  day(day: string): string {
    const text = this.#days.format(new Date(`${day}T00:00:00Z`));
    return this.#language === 'fr' ? text.replace(/^1 /, '1er ') : text;
  }

  /** The name of a country by its ISO 3166-1 code. */
  country(code: string): string {
    return (
      new Intl.DisplayNames(locales[this.#language], { type: 'region', fallback: 'code' }).of(code) ?? code
    );
  }
}
