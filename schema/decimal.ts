/** The most digits before the point and the most after it. */
export const maxDecimalDigits = 30;
const digits = `\\d{1,${maxDecimalDigits}}`;
const decimalForm = new RegExp(`^(-?)(${digits})(?:\\.(${digits}))?$`);
const anyLength = /^-?\d+(?:\.\d+)?$/;

/**
 * Reads a decimal number such as `-12.50`, or `-0`, which is 0, into units of 10^-scale, or gives undefined when it has another form or more
 * decimals than the scale. Zeros at the end of the decimals do not count.
 */
export function parseDecimal(text: string, scale: number): bigint | undefined {
  return parseShort(text, scale) ?? parseAny(text, scale);
}

/** A double holds so many digits exactly. */
const shortDigits = 15;

/** Reads what most amounts are, `12.50`, in a fifth of the time; undefined for any other text, right or wrong. */
function parseShort(text: string, scale: number): bigint | undefined {
  const point = text.length - 1 - scale;
  if (scale === 0 || point < 1 || text.length > shortDigits || text[point] !== '.') return undefined;
  let units = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (index === point) continue;
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return undefined;
    units = units * 10 + digit;
  }
  return BigInt(units);
}

function parseAny(text: string, scale: number): bigint | undefined {
  const match = decimalForm.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', given = ''] = match;
  const decimals = given.length <= scale ? given : given.replace(/0+$/, '');
  if (decimals.length > scale) return undefined;
  const magnitude = BigInt(whole + decimals.padEnd(scale, '0'));
  return sign === '-' ? -magnitude : magnitude;
}

/** True if a text is a decimal number of any scale. */
export function isDecimal(text: string): boolean {
  return decimalForm.test(text);
}

/** True if a text would be a decimal number, but has more digits than any may have. */
export function isTooLongDecimal(text: string): boolean {
  return anyLength.test(text) && !isDecimal(text);
}

/**
 * Writes units of 10^-scale as a decimal number.
 *
 * @param leastDecimals how many decimals stay even when they are zero; all of them when absent
 */
export function formatDecimal(value: bigint, scale: number, leastDecimals: number = scale): string {
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  let decimals = digits.slice(digits.length - scale);
  while (decimals.length > leastDecimals && decimals.endsWith('0')) decimals = decimals.slice(0, -1);
  return decimals === '' ? `${sign}${whole}` : `${sign}${whole}.${decimals}`;
}

/**
 * Divides and rounds half-up as EN 16931 does: a half goes away from zero, so that a credit mirrors its invoice.
 *
 * @throws {RangeError} when the divisor is not positive
 */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError('The divisor must be positive');
  const magnitude = dividend < 0n ? -dividend : dividend;
  const rounded = (2n * magnitude + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}
