import type { InputProblems } from '#kernel/input-problems.ts';
import { readFigure } from '#schema/figure.ts';
import { readScalar, type ScalarInput } from '#schema/scalar-input.ts';
import { parseTaxRate } from '#schema/tax-rate.ts';
import { parseUnitPrice } from '#schema/unit-price.ts';
import type { UnitPriceInput } from '../generated/types.ts';

/** The columns of a unit price. */
export interface PriceColumns {
  /** Millionths of the currency's smallest unit. */
  readonly unitPriceMicro: bigint;
  readonly currency: string;
}

/** Reads a price; undefined for problems, which are noted. */
export function readPrice(given: UnitPriceInput | null, problems: InputProblems): PriceColumns | undefined {
  if (given === null) {
    problems.add('REQUIRED', 'Must be given.');
    return undefined;
  }
  const currency = readScalar(given.currency, problems.at('currency'));
  const parse = (text: string) => (currency === undefined ? undefined : parseUnitPrice(text, currency));
  const price = readFigure(given.amount, parse, problems.at('amount'));
  return price && { unitPriceMicro: price.amountMicro, currency: price.currency };
}

/** Reads a tax rate as thousandths of a percent; undefined for a problem, which is noted. */
export function readTaxRate(given: ScalarInput | null, problems: InputProblems): number | undefined {
  if (given !== null) return readFigure(given, parseTaxRate, problems);
  problems.add('REQUIRED', 'Must be given.');
  return undefined;
}
