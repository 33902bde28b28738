import { divideHalfUp, isDecimal, parseDecimal } from '#schema/decimal.ts';
import { minorDigits } from '#schema/money.ts';
import { quantityScale } from '#schema/quantity.ts';
import { taxRateScale } from '#schema/tax-rate.ts';
import { unitPriceScale } from '#schema/unit-price.ts';
import type { ElementCursor } from './element-cursor.ts';

/** A term of the model, and the rule that asks for it. */
export interface Term {
  readonly term: string;
  readonly rule: string;
  /** The name for people. */
  readonly name: string;
}

/** Decimals that are read of any number before it is rounded. */
const anyScale = 20;
/** XML Schema, part 2, 3.2.3: a sign, and digits before or after the point. */
const decimalForm = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** Returns the element; notes that it is missing otherwise. */
export function requireElement(
  parent: ElementCursor,
  path: string,
  { term, rule, name }: Term,
): ElementCursor | undefined {
  const found = parent.find(path);
  if (found === undefined) parent.refuse(term, `has no ${path}: give ${name}`, rule);
  return found;
}

/** Returns the text of an element, `''` if it is missing or empty, which is noted. */
export function requireText(parent: ElementCursor, path: string, asked: Term): string {
  const element = requireElement(parent, path, asked);
  const text = element?.text;
  if (element !== undefined && text === undefined)
    element.refuse(asked.term, `is empty: give ${asked.name}`, asked.rule);
  return text ?? '';
}

/** Returns an amount in minor units, 0 if it is missing or wrong, which is noted. */
export function requireAmount(parent: ElementCursor, path: string, currency: string, asked: Term): bigint {
  const element = requireElement(parent, path, asked);
  return element === undefined ? 0n : (readAmount(element, currency, asked.term) ?? 0n);
}

/** Reads an amount in minor units of a currency; its attribute may name no other one. */
export function readAmount(element: ElementCursor, currency: string, term: string): bigint | undefined {
  if (!isInCurrency(element, currency, term)) return undefined;
  return readNumber(element, minorDigits(currency), term, `an amount in ${currency}`);
}

/** Reads a price in millionths of a minor unit. One with more decimals is rounded, which is noted. */
export function readPriceMicro(element: ElementCursor, currency: string, term: string): bigint | undefined {
  if (!isInCurrency(element, currency, term)) return undefined;
  return readRounded(element, unitPriceScale(currency), term, `a price in ${currency}`);
}

/** True if an amount is in a currency, or names none; otherwise it is noted. A document without a currency has that problem alone. */
function isInCurrency(element: ElementCursor, currency: string, term: string): boolean {
  const given = element.attribute('currencyID');
  if (given === undefined || given === currency || currency === '') return true;
  element.refuse(term, `is in ${given}: amounts must be in ${currency}, the currency of the document`);
  return false;
}

/** Reads a quantity in ten-thousandths of a unit. */
export function readQuantity(element: ElementCursor, term: string): bigint | undefined {
  return readNumber(element, quantityScale, term, 'a quantity');
}

/** Reads a rate of VAT in thousandths of a percent. */
export function readRate(element: ElementCursor, term: string): number | undefined {
  const rate = readNumber(element, taxRateScale, term, 'a rate in percent');
  return rate === undefined ? undefined : Number(rate);
}

/** Reads a percentage of an allowance or a charge in thousandths of a percent; the amount beside it counts, so it may be rounded. */
export function readPercentage(element: ElementCursor, term: string): number | undefined {
  const rate = readRounded(element, taxRateScale, term, 'a percentage');
  return rate === undefined ? undefined : Number(rate);
}

/** Reads `true` or `false` (XML Schema: also `1` and `0`). */
export function readBoolean(element: ElementCursor, term: string): boolean {
  const { text } = element;
  if (text === 'true' || text === '1') return true;
  if (text !== 'false' && text !== '0')
    element.refuse(term, `is ${quoteValue(text)}: it must be true or false`);
  return false;
}

/** Reads a number in units of 10^-scale; one with more decimals is a problem. */
export function readNumber(
  element: ElementCursor,
  scale: number,
  term: string,
  what: string,
): bigint | undefined {
  const text = toPlainDecimal(element.text);
  const value = text === undefined ? undefined : parseDecimal(text, scale);
  if (value === undefined) {
    const right = `it must be ${what} with at most ${scale} decimals`;
    element.refuse(term, `is ${quoteValue(element.text)}: ${right}`, findDecimalsRule(text, term));
  }
  return value;
}

function readRounded(element: ElementCursor, scale: number, term: string, what: string): bigint | undefined {
  const text = toPlainDecimal(element.text);
  const value = text === undefined ? undefined : parseDecimal(text, anyScale);
  if (value === undefined) {
    element.refuse(term, `is ${quoteValue(element.text)}: it must be ${what}`);
    return undefined;
  }
  const unit = 10n ** BigInt(anyScale - scale);
  if (value % unit !== 0n) element.loosen(`${element.text}, rounded to ${scale} decimals`);
  return divideHalfUp(value, unit);
}

/** Returns a decimal of XML Schema in the form in which this system writes it: `+.5` as `0.5`; undefined if it is not a number. */
function toPlainDecimal(text: string | undefined): string | undefined {
  const [, sign = '', whole = '', decimals = ''] = decimalForm.exec(text ?? '') ?? [];
  if (whole === '' && decimals === '') return undefined;
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  return `${sign === '-' ? '-' : ''}${digits}${decimals === '' ? '' : `.${decimals}`}`;
}

/** The rules that let amounts have two decimals (BR-DEC), by the term of the amount. */
const decimalsRules: Readonly<Record<string, string>> = {
  'BT-92': 'BR-DEC-01',
  'BT-93': 'BR-DEC-02',
  'BT-99': 'BR-DEC-05',
  'BT-100': 'BR-DEC-06',
  'BT-106': 'BR-DEC-09',
  'BT-107': 'BR-DEC-10',
  'BT-108': 'BR-DEC-11',
  'BT-109': 'BR-DEC-12',
  'BT-110': 'BR-DEC-13',
  'BT-112': 'BR-DEC-14',
  'BT-111': 'BR-DEC-15',
  'BT-113': 'BR-DEC-16',
  'BT-114': 'BR-DEC-17',
  'BT-115': 'BR-DEC-18',
  'BT-116': 'BR-DEC-19',
  'BT-117': 'BR-DEC-20',
  'BT-131': 'BR-DEC-23',
  'BT-136': 'BR-DEC-24',
  'BT-137': 'BR-DEC-25',
  'BT-141': 'BR-DEC-27',
  'BT-142': 'BR-DEC-28',
};

/** The rule that a number with too many decimals violates. */
function findDecimalsRule(text: string | undefined, term: string): string | undefined {
  return text !== undefined && isDecimal(text) ? decimalsRules[term] : undefined;
}

/** Writes a text in a message. */
export function quoteValue(text: string | undefined): string {
  return text === undefined ? 'empty' : JSON.stringify(text.length <= 60 ? text : `${text.slice(0, 60)}…`);
}
