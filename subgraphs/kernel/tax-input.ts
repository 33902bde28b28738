import { readFigure } from '#schema/figure.ts';
import type { ScalarInput } from '#schema/scalar-input.ts';
import {
  findExemptCategory,
  findStandardReason,
  maxExemptionReasonLength,
  type TaxCategoryName,
  type TaxTreatment,
} from '#schema/tax-category.ts';
import { parseTaxRate } from '#schema/tax-rate.ts';
import type { InputProblems } from './input-problems.ts';
import { parseRequiredText } from './text-input.ts';

/** The tax of a line or a product in an input; null and undefined are absent. */
export interface TaxInput {
  readonly taxRate?: ScalarInput | null | undefined;
  readonly taxCategory?: TaxCategoryName | null | undefined;
  readonly taxExemptionReason?: string | null | undefined;
}

/**
 * Reads a tax and notes all problems. What follows from a given category is given with it: a category without tax makes
 * the rate zero, and reverse charge, intra-community supply and export have a reason by law. A rate above zero ends an
 * exemption.
 *
 * @param known the tax that holds if nothing is given, as that of a line's product
 * @returns undefined for problems; what is neither given nor known is absent
 */
export function parseTax(
  input: TaxInput,
  problems: InputProblems,
  known?: TaxTreatment,
): Partial<TaxTreatment> | undefined {
  const { taxCategory: name } = input;
  const isRateGiven = isGiven(input.taxRate);
  const rate = isGiven(input.taxRate)
    ? readFigure(input.taxRate, parseTaxRate, problems.at('taxRate'))
    : undefined;
  const reason = isGiven(input.taxExemptionReason)
    ? parseRequiredText(
        input.taxExemptionReason,
        { maxLength: maxExemptionReasonLength },
        problems.at('taxExemptionReason'),
      )
    : undefined;
  if (isRateGiven && rate === undefined) return undefined;

  if (!isGiven(name)) {
    if (isGiven(input.taxExemptionReason)) {
      problems.at('taxCategory').add('REQUIRED', 'A reason needs its category: give one that bears no tax.');
      return undefined;
    }
    if (rate === undefined) return known ?? {};
    if (rate === 0) return { ...known, taxRateMilli: 0 };
    return { taxRateMilli: rate, taxCategory: null, taxExemptionReason: null };
  }

  const category = findExemptCategory(name);
  if (category === undefined) {
    const fallback = name === 'STANDARD' ? known?.taxRateMilli : undefined;
    return parseTaxed(name, rate ?? fallback, input, problems);
  }
  if (rate !== undefined && rate !== 0) {
    problems.at('taxRate').add('OUT_OF_RANGE', `The category ${name} bears no tax: give 0 or no rate.`);
    return undefined;
  }
  if (isGiven(input.taxExemptionReason) && reason === undefined) return undefined;
  const standard =
    findStandardReason(category) ?? (known?.taxCategory === category ? known.taxExemptionReason : undefined);
  const taxExemptionReason = reason ?? standard ?? undefined;
  if (taxExemptionReason === undefined) {
    problems.at('taxExemptionReason').add('REQUIRED', 'An exemption needs its reason.');
    return undefined;
  }
  return { taxRateMilli: 0, taxCategory: category, taxExemptionReason };
}

/** The standard or the zero rate: neither has a reason, and the rate tells them apart. */
function parseTaxed(
  name: TaxCategoryName,
  rate: number | undefined,
  { taxExemptionReason }: TaxInput,
  problems: InputProblems,
): Partial<TaxTreatment> | undefined {
  if (isGiven(taxExemptionReason))
    problems.at('taxExemptionReason').add('INVALID', `The category ${name} has no reason: leave it out.`);
  if (name === 'STANDARD' && (rate ?? 0) === 0) {
    problems
      .at('taxRate')
      .add(rate === undefined ? 'REQUIRED' : 'OUT_OF_RANGE', 'The standard rate must be above zero.');
    return undefined;
  }
  if (name === 'ZERO_RATED' && rate !== undefined && rate !== 0) {
    problems.at('taxRate').add('OUT_OF_RANGE', 'The zero rate is 0.');
    return undefined;
  }
  if (isGiven(taxExemptionReason)) return undefined;
  return { taxRateMilli: rate ?? 0, taxCategory: null, taxExemptionReason: null };
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
