export type NegativeForm = 'leading' | 'trailing' | 'parentheses';

/** The form of numbers in a file. */
export interface NumberForm {
  readonly decimal: '.' | ',';
  /** The separators allowed between groups of digits. A blank also stands for U+00A0 and U+202F, an apostrophe for U+2019. */
  readonly thousands: readonly string[];
  /** Groups of three digits (1,234,567), or of two with a last one of three (12,34,567, India). */
  readonly groups?: 'three' | 'indian' | undefined;
  readonly negative: readonly NegativeForm[];
  /** True if a number that is not negative may have a plus, where `negative` allows a sign before or after it. */
  readonly plus?: boolean | undefined;
  /** True if zeros may stand before a number, as in files with columns of a fixed width (000123.50). */
  readonly leadingZeros?: boolean | undefined;
}

const blanks = ' \u00a0\u202f';
/** Marks of direction that locales written from right to left put around signs. */
const marks = '\u200e\u200f\u061c';
const marksAtEnds = new RegExp(`^[${marks}]+|[${marks}]+$`, 'g');
const minus = '-\u2212';

/**
 * Reduces a number to a hyphen, if negative, digits and the form's decimal separator; undefined if it is not a number
 * of the form.
 *
 * @param signs texts of which one may stand before or after the number, for example `€` or `%`
 */
export function toPlainNumber(text: string, form: NumberForm, signs: readonly string[]): string | undefined {
  const outer = takeAffix(stripMarks(text), signs);
  const signed = takeSign(stripMarks(outer.rest), form);
  const inner = outer.isTaken ? signed.rest : takeAffix(stripMarks(signed.rest), signs).rest;
  const bare = joinGroups(stripMarks(inner), form);
  return bare === undefined ? undefined : `${signed.isNegative ? '-' : ''}${bare}`;
}

function stripMarks(text: string): string {
  return text.replace(marksAtEnds, '');
}

/** Removes one of the signs, and one blank between it and the number, from either end. */
function takeAffix(
  text: string,
  signs: readonly string[],
): { readonly rest: string; readonly isTaken: boolean } {
  for (const sign of signs) {
    if (text.startsWith(sign)) return { rest: stripBlank(text.slice(sign.length), 'start'), isTaken: true };
    if (text.endsWith(sign)) return { rest: stripBlank(text.slice(0, -sign.length), 'end'), isTaken: true };
  }
  return { rest: text, isTaken: false };
}

function stripBlank(text: string, end: 'start' | 'end'): string {
  const bare = stripMarks(text);
  if (end === 'start') return blanks.includes(bare.charAt(0)) ? bare.slice(1) : bare;
  return blanks.includes(bare.charAt(bare.length - 1)) ? bare.slice(0, -1) : bare;
}

function takeSign(
  text: string,
  { negative, plus = false }: NumberForm,
): { readonly rest: string; readonly isNegative: boolean } {
  const [first, last] = [text.charAt(0), text.charAt(text.length - 1)];
  const isSign = (sign: string) => sign !== '' && (minus.includes(sign) || (plus && sign === '+'));
  if (negative.includes('leading') && isSign(first))
    return { rest: text.slice(1), isNegative: first !== '+' };
  if (negative.includes('trailing') && isSign(last)) {
    return { rest: text.slice(0, -1), isNegative: last !== '+' };
  }
  if (negative.includes('parentheses') && first === '(' && last === ')') {
    return { rest: text.slice(1, -1), isNegative: true };
  }
  return { rest: text, isNegative: false };
}

/** Returns the digits with the form's decimal separator; undefined for other characters or incomplete groups. */
function joinGroups(text: string, form: NumberForm): string | undefined {
  const [whole = '', decimals, ...rest] = text.split(form.decimal);
  if (rest.length > 0 || (decimals !== undefined && !/^\d+$/.test(decimals))) return undefined;
  const digits = joinWhole(whole, form);
  if (digits === undefined) return undefined;
  return decimals === undefined ? digits : `${digits}${form.decimal}${decimals}`;
}

const wholeGroups = {
  three: /^\d{1,3}(?:,\d{3})+$/,
  indian: /^\d{1,2}(?:,\d{2})*,\d{3}$/,
};

function joinWhole(
  whole: string,
  { thousands, groups = 'three', leadingZeros = false }: NumberForm,
): string | undefined {
  if (/^0\d/.test(whole) && !leadingZeros) return undefined;
  if (/^\d+$/.test(whole)) return whole;
  const separator = /^\d+(\D)/.exec(whole)?.[1];
  if (separator === undefined || separator === '' || !isAllowed(separator, thousands)) return undefined;
  const parts = whole.split(separator);
  // No locale writes a group after a zero: 0.990 is nearly one, or 990.
  if (parts[0]?.startsWith('0') || !wholeGroups[groups].test(parts.join(','))) return undefined;
  return parts.join('');
}

function isAllowed(separator: string, thousands: readonly string[]): boolean {
  if (blanks.includes(separator)) return thousands.includes(' ');
  return thousands.includes(separator === '\u2019' ? "'" : separator);
}
