import { parseDecimal } from '#schema/decimal.ts';
import { bounds } from '../bounds.ts';
import { type CellProblem, show } from './cell-problem.ts';
import { explainNumberForm } from './explain-number.ts';
import { type NumberForm, toPlainNumber } from './number-form.ts';

/** Reads decimal numbers exactly, as whole units of 10^-scale. */
export interface DecimalReader {
  /**
   * Returns the number; NaN if the text is not such a number, has more decimals than the scale, or is beyond {@link bounds}.
   *
   * @param signs texts of which one may stand before or after the number, for example `€` or `%`
   */
  read(text: string, scale: number, signs?: readonly string[]): number;
  /** Like `read`, but of any size: undefined if `read` returns NaN for another reason than the bounds. */
  readExact(text: string, scale: number, signs?: readonly string[]): bigint | undefined;
  /** Says why `read` returned NaN. */
  explain(text: string, scale: number, signs?: readonly string[]): CellProblem;
  /** True if a text is a number of the form, whatever its size and decimals. */
  isNumber(text: string, signs?: readonly string[]): boolean;
}

const zero = 48;
const nine = 57;
const hyphen = 45;
const comma = 44;
const point = 46;
/** The largest number to which another digit can be added within the bounds. */
const lastWithRoom = 99_999_999_999_999;

const noSigns: readonly string[] = [];

/**
 * Creates a reader for numbers of one form. It accepts what a locale writes: a sign is `-` or U+2212 and only where the form
 * allows one, groups are whole, no zero stands before other digits, and all digits are ASCII.
 */
export function createDecimalReader(form: NumberForm): DecimalReader {
  const decimalCode = form.decimal === '.' ? point : comma;
  const hasLeading = form.negative.includes('leading');
  const { leadingZeros = false } = form;

  /** Reads the form of nearly all numbers: an optional hyphen, digits, optional decimals. NaN for any other text. */
  function readPlain(text: string, scale: number): number {
    const isNegative = text.charCodeAt(0) === hyphen;
    if (isNegative && !hasLeading) return Number.NaN;
    const start = isNegative ? 1 : 0;
    if (text.charCodeAt(start) === zero && isDigit(text.charCodeAt(start + 1)) && !leadingZeros) {
      return Number.NaN;
    }
    let value = 0;
    let separatorAt = -1;
    let decimals = 0;
    for (let index = start; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (isDigit(code)) {
        if (separatorAt >= 0) {
          if (decimals === scale) {
            if (code !== zero) return Number.NaN;
            continue;
          }
          decimals += 1;
        }
        if (value > lastWithRoom) return Number.NaN;
        value = value * 10 + (code - zero);
      } else if (code === decimalCode && separatorAt < 0 && index > start) {
        separatorAt = index;
      } else return Number.NaN;
    }
    if (text.length === start || separatorAt === text.length - 1) return Number.NaN;
    for (; decimals < scale; decimals += 1) {
      if (value > lastWithRoom) return Number.NaN;
      value *= 10;
    }
    return isNegative && value !== 0 ? -value : value;
  }

  function read(text: string, scale: number, signs = noSigns): number {
    const value = readPlain(text, scale);
    if (!Number.isNaN(value)) return value;
    const plain = toPlainNumber(text, form, signs);
    return plain === undefined || plain === text ? Number.NaN : readSigned(plain, scale);
  }

  /** Like `readPlain`, for a text that may begin with a hyphen, whatever signs the form allows. */
  function readSigned(plain: string, scale: number): number {
    if (!plain.startsWith('-')) return readPlain(plain, scale);
    const value = readPlain(plain.slice(1), scale);
    return value === 0 ? 0 : -value;
  }

  return {
    read,
    readExact: (text, scale, signs = noSigns) => {
      const plain = toPlainNumber(text, form, signs);
      return plain === undefined ? undefined : parseDecimal(plain.replace(form.decimal, '.'), scale);
    },
    isNumber: (text, signs = noSigns) => toPlainNumber(text, form, signs) !== undefined,
    explain: (text, scale, signs = noSigns) => {
      const plain = toPlainNumber(text, form, signs);
      if (plain === undefined) return explainNumberForm(text, form, signs);
      const [, decimals = ''] = plain.split(form.decimal);
      if (decimals.replace(/0+$/, '').length > scale) {
        const most = scale === 0 ? 'no decimals' : `at most ${scale} decimals`;
        return { code: 'TOO_MANY_DECIMALS', message: `${show(text)} must have ${most}: it is not rounded` };
      }
      const largest = bounds.amountMinor.toLocaleString('en');
      return { code: 'OUT_OF_RANGE', message: `${show(text)} must be within ${largest} smallest units` };
    },
  };
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}
