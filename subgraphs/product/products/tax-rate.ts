import type { InputProblems } from '#platform/graphql/input-problems.ts';
import { parseDecimal } from '#schema/decimal.ts';
import { readScalar, type ScalarInput } from '#schema/scalar-input.ts';
import type { UserErrorCode } from '../generated/types.ts';

/** Decimals of a tax rate in percent. */
export const taxRateScale = 2;

const hundredPercent = 10_000n;

/** Reads a tax rate in percent as basis points; undefined when something is wrong with it, which is noted. */
export function parseTaxRate(
  given: ScalarInput | null,
  problems: InputProblems<UserErrorCode>,
): number | undefined {
  if (given === null) {
    problems.add('REQUIRED', 'Must be given.');
    return undefined;
  }
  const text = readScalar(given, problems);
  if (text === undefined) return undefined;
  const basisPoints = parseDecimal(text, taxRateScale);
  if (basisPoints === undefined) problems.add('INVALID', `Must have at most ${taxRateScale} decimals.`);
  else if (basisPoints < 0n || basisPoints > hundredPercent) {
    problems.add('OUT_OF_RANGE', 'Must be from 0 to 100 percent.');
  } else return Number(basisPoints);
  return undefined;
}
