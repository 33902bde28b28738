import { getNumberFormat } from '../messages/intl-formats.ts';

/** A number as somebody wrote it: a decimal as the API takes it, or why it is not a number. */
export type DecimalReading =
  | { readonly kind: 'decimal'; readonly decimal: string }
  | { readonly kind: 'empty' }
  /** It can be read in two ways. */
  | { readonly kind: 'ambiguous'; readonly readings: readonly [string, string] }
  | { readonly kind: 'not-a-number' };

/** The separators of numbers in a language. */
interface Separators {
  readonly decimal: string;
  readonly group: string;
}

const spaces = /[\s\u00a0\u2009\u202f'’]/g;
/** Nobody writes more, and longer texts are not worth reading. */
const maxLength = 60;

/**
 * Reads a number as people of a language write it, digit for digit, without the detour of a JavaScript number. Spaces may part
 * groups in any language. A point in French, which has no meaning there, is read as a comma if nothing else can be meant;
 * `1.234` is refused, as it may be more than a thousand or little more than one.
 */
export function readDecimalText(text: string, locale: string): DecimalReading {
  const trimmed = text.trim().replace('−', '-');
  if (trimmed === '') return { kind: 'empty' };
  const sign = trimmed.startsWith('-') ? '-' : '';
  const written = trimmed.slice(sign.length).trim();
  if (written.length > maxLength || !areGroupsOfThree(written)) return { kind: 'not-a-number' };
  const digits = written.replace(spaces, '');
  if (!/^\d+(?:[.,]\d+)*$/.test(digits)) return { kind: 'not-a-number' };
  return readSeparators(digits, sign, toSeparators(locale));
}

function readSeparators(digits: string, sign: string, { decimal, group }: Separators): DecimalReading {
  const points = [...digits].filter((one) => one === '.').length;
  const commas = [...digits].filter((one) => one === ',').length;
  if (points + commas === 0) return toDecimal(sign, digits, '');
  if (points > 0 && commas > 0) {
    const last = digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
    return readGrouped(digits, sign, last, last === '.' ? ',' : '.');
  }
  const only = points > 0 ? '.' : ',';
  if (points + commas > 1) return only === decimal ? notANumber : readGrouped(digits, sign, undefined, only);
  const [whole = '', fraction = ''] = digits.split(only);
  if (only === decimal) return toDecimal(sign, whole, fraction);
  const mayBeGroup = fraction.length === 3 && whole.length <= 3 && !whole.startsWith('0');
  if (only === group) return mayBeGroup ? toDecimal(sign, whole + fraction, '') : notANumber;
  if (!mayBeGroup) return toDecimal(sign, whole, fraction);
  return { kind: 'ambiguous', readings: [`${sign}${whole}${fraction}`, `${sign}${whole}.${fraction}`] };
}

const notANumber = { kind: 'not-a-number' } as const;

/** Reads `1.234,56` and `1,234.56`, in which no separator can be taken for the other. */
function readGrouped(
  digits: string,
  sign: string,
  decimal: string | undefined,
  group: string,
): DecimalReading {
  const [grouped = '', fraction = '', ...more] = decimal === undefined ? [digits] : digits.split(decimal);
  const [first = '', ...groups] = grouped.split(group);
  const isGrouped = first.length >= 1 && first.length <= 3 && groups.every(({ length }) => length === 3);
  if (more.length > 0 || !isGrouped || !/^\d*$/.test(fraction)) return notANumber;
  return toDecimal(sign, first + groups.join(''), fraction);
}

/** True if spaces, where there are any before the fraction, stand before each three digits. */
function areGroupsOfThree(written: string): boolean {
  const [whole = ''] = written.split(/[.,]/);
  const [first = '', ...groups] = whole.split(spaces);
  return groups.length === 0 || (first.length <= 3 && groups.every(({ length }) => length === 3));
}

function toDecimal(sign: string, whole: string, fraction: string): DecimalReading {
  const integer = whole.replace(/^0+(?=\d)/, '');
  const decimal = fraction === '' ? integer : `${integer}.${fraction}`;
  return { kind: 'decimal', decimal: /[1-9]/.test(decimal) ? `${sign}${decimal}` : decimal };
}

const separators = new Map<string, Separators>();

function toSeparators(locale: string): Separators {
  const known = separators.get(locale);
  if (known) return known;
  const parts = getNumberFormat(locale).formatToParts(1_234_567.5);
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const found = { decimal: find('decimal'), group: find('group') };
  separators.set(locale, found);
  return found;
}

/** Writes a decimal of the API as people of a language do, with all its digits. */
export function formatDecimalText(decimal: string, locale: string): string {
  const digits = decimal.split('.')[1]?.length ?? 0;
  // The types know numbers alone; a text keeps digits that a number would lose (ECMA-402, Intl mathematical value).
  return getNumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(decimal as Intl.StringNumericLiteral);
}
