/** True if a decimal of the API is zero. */
export function isZero(decimal: string): boolean {
  return !/[1-9]/.test(decimal);
}

/** True if one decimal of zero or more is above another, digit for digit: no digit passes through a JavaScript number. */
export function isAbove(one: string, other: string): boolean {
  const [whole = '', fraction = ''] = one.split('.');
  const [otherWhole = '', otherFraction = ''] = other.split('.');
  const digits = Math.max(fraction.length, otherFraction.length);
  return (
    BigInt(whole + fraction.padEnd(digits, '0')) > BigInt(otherWhole + otherFraction.padEnd(digits, '0'))
  );
}
