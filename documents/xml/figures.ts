import { formatDecimal } from '#schema/decimal.ts';
import { minorDigits } from '#schema/money.ts';

/** EN 16931 lets amounts have at most two decimals (BR-DEC-01 to BR-DEC-28), whatever the currency has. */
const maxAmountDecimals = 2;

/** Writes an amount with the decimals of its currency, and with a third one only if it is not zero. */
export function formatAmount(amountMinor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  return formatDecimal(amountMinor, digits, Math.min(digits, maxAmountDecimals));
}

/** Writes an amount that is left out if it is zero. */
export function formatUnlessZero(amountMinor: bigint, currency: string): string | undefined {
  return amountMinor === 0n ? undefined : formatAmount(amountMinor, currency);
}
