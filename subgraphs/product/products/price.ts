import type { InputProblems } from '#platform/graphql/input-problems.ts';
import { minorDigits, parseMoney } from '#schema/money.ts';
import { readScalar } from '#schema/scalar-input.ts';
import type { MoneyInput, UserErrorCode } from '../generated/types.ts';

/** The price of one unit as the table holds it. */
export interface PriceColumns {
  readonly unitPriceMinor: bigint;
  readonly currency: string;
}

/** Far above any price, and low enough that sums of lines stay exact in 64 bits. In minor units. */
const largestPriceMinor = 10n ** 15n;

/** Reads a price; undefined when something is wrong with it, which is noted. */
export function parsePrice(
  given: MoneyInput | null,
  problems: InputProblems<UserErrorCode>,
): PriceColumns | undefined {
  if (given === null) {
    problems.add('REQUIRED', 'Must be given.');
    return undefined;
  }
  const amount = readScalar(given.amount, problems.at('amount'));
  const currency = readScalar(given.currency, problems.at('currency'));
  if (amount === undefined || currency === undefined) return undefined;
  const price = parseMoney(amount, currency);
  if (price === undefined) {
    const digits = minorDigits(currency);
    problems.at('amount').add('INVALID', `Must have at most ${digits} decimals, as ${currency} has.`);
    return undefined;
  }
  if (price.amountMinor < 0n || price.amountMinor > largestPriceMinor) {
    problems.at('amount').add('OUT_OF_RANGE', 'Must be zero or more, and less than a thousand billion.');
    return undefined;
  }
  return { unitPriceMinor: price.amountMinor, currency };
}
