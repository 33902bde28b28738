import { bounds } from '../bounds.ts';
import { type CellProblem, show } from './cell-problem.ts';

export type NegativeForm = 'leading' | 'trailing' | 'parentheses';

/** How a file writes numbers. */
export interface NumberForm {
  readonly decimal: '.' | ',';
  /** What may stand between groups of three digits. A blank also stands for U+00A0 and U+202F. */
  readonly thousands: readonly string[];
  readonly negative: readonly NegativeForm[];
}

/** Reads decimal numbers exactly, as whole units of 10^-scale. */
export interface DecimalReader {
  /** NaN when the text is no such number, has more decimals than the scale, or is beyond {@link bounds}. */
  read(text: string, scale: number): number;
  /** Why `read` gave NaN. */
  explain(text: string, scale: number): CellProblem;
}

const zero = 48;
const nine = 57;
const hyphen = 45;
const comma = 44;
const point = 46;
/** Beyond this another digit leaves the bounds. */
const lastWithRoom = 99_999_999_999_999;

/** Makes a reader for numbers of one form. A sign is `-` or U+2212 and only where the form allows one. */
export function createDecimalReader(form: NumberForm): DecimalReader {
  const decimalCode = form.decimal === '.' ? point : comma;
  const hasLeading = form.negative.includes('leading');

  /** Nearly all numbers: perhaps a hyphen, digits, perhaps a separator and digits. NaN for any other text. */
  function readPlain(text: string, scale: number): number {
    const isNegative = text.charCodeAt(0) === hyphen;
    if (isNegative && !hasLeading) return Number.NaN;
    const start = isNegative ? 1 : 0;
    let value = 0;
    let separatorAt = -1;
    let decimals = 0;
    for (let index = start; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= zero && code <= nine) {
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

  /** The number in plain form, or undefined when the text is none of the form. */
  function toPlain(text: string): string | undefined {
    const signed = takeSign(text, form.negative);
    const bare = removeThousands(signed.bare, form);
    return bare === undefined ? undefined : `${signed.isNegative ? '-' : ''}${bare}`;
  }

  function read(text: string, scale: number): number {
    const value = readPlain(text, scale);
    if (!Number.isNaN(value)) return value;
    const plain = toPlain(text);
    return plain === undefined || plain === text ? Number.NaN : toMinor(plain, scale);
  }

  /** As `readPlain`, for a text with a point that may begin with a hyphen, whatever the form. */
  function toMinor(plain: string, scale: number): number {
    if (!plain.startsWith('-')) return readPlain(plain, scale);
    const value = readPlain(plain.slice(1), scale);
    return value === 0 ? 0 : -value;
  }

  return {
    read,
    explain: (text, scale) => {
      const plain = toPlain(text);
      if (plain === undefined) return explainForm(text, form);
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

function takeSign(
  text: string,
  negative: readonly NegativeForm[],
): { readonly bare: string; readonly isNegative: boolean } {
  if (negative.includes('leading') && /^[-\u2212]/.test(text))
    return { bare: text.slice(1), isNegative: true };
  if (negative.includes('trailing') && /[-\u2212]$/.test(text)) {
    return { bare: text.slice(0, -1), isNegative: true };
  }
  if (negative.includes('parentheses') && /^\(.*\)$/.test(text)) {
    return { bare: text.slice(1, -1), isNegative: true };
  }
  return { bare: text, isNegative: false };
}

/** Digits with the form's decimal separator; undefined when the groups are not of three or mix separators. */
function removeThousands(text: string, { decimal, thousands }: NumberForm): string | undefined {
  const [whole = '', decimals, ...rest] = text.split(decimal);
  if (rest.length > 0 || (decimals !== undefined && !/^\d+$/.test(decimals))) return undefined;
  const end = decimals === undefined ? '' : `${decimal}${decimals}`;
  if (/^\d+$/.test(whole)) return `${whole}${end}`;
  const separator = /^\d{1,3}([^\d])\d{3}/.exec(whole)?.[1];
  if (separator === undefined || !isAllowed(separator, thousands)) return undefined;
  const [first = '', ...groups] = whole.split(separator);
  if (!/^\d{1,3}$/.test(first) || !groups.every((group) => /^\d{3}$/.test(group))) return undefined;
  return `${first}${groups.join('')}${end}`;
}

function isAllowed(separator: string, thousands: readonly string[]): boolean {
  const isBlank = separator === ' ' || separator === '\u00a0' || separator === '\u202f';
  return thousands.includes(isBlank ? ' ' : separator);
}

function explainForm(text: string, { decimal, thousands }: NumberForm): CellProblem {
  const other = decimal === '.' ? ',' : '.';
  if (!thousands.includes(other) && /^[-\u2212(]?\d{1,3}[.,]\d{3}[-\u2212)]?$/.test(text)) {
    const message = `${show(text)} may mean thousands or decimals: write it as "1234${decimal}00", or let the mapping say which ("numbers")`;
    return { code: 'AMBIGUOUS_NUMBER', message };
  }
  return { code: 'NOT_A_NUMBER', message: `${show(text)} must be a number such as "1234${decimal}50"` };
}
