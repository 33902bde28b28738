import type { InputProblems } from '#kernel/input-problems.ts';
import { parseTax, type TaxInput } from '#kernel/tax-input.ts';
import { readFigure } from '#schema/figure.ts';
import { readScalar } from '#schema/scalar-input.ts';
import type { TaxTreatment } from '#schema/tax-category.ts';
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

/** Reads a tax; nothing for problems, which are noted. */
export function readTax(input: TaxInput, problems: InputProblems): Partial<TaxTreatment> {
  if (input.taxRate === null) problems.at('taxRate').add('REQUIRED', 'Must be given.');
  return parseTax(input, problems) ?? {};
}
