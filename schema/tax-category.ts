/**
 * The VAT categories of EN 16931 (BT-151) that bear no tax and say why, by their codes of UNCL 5305: exempt, reverse
 * charge, intra-community supply, export. The others need no code of their own: a rate above zero is the standard
 * category S, a rate of zero without a reason is the zero rate Z.
 */
export type ExemptCategory = 'E' | 'AE' | 'K' | 'G';

/** All categories by their codes: S is the standard rate, Z the zero rate. */
export type TaxCategoryCode = 'S' | 'Z' | ExemptCategory;

export const taxCategoryCodes = ['S', 'Z', 'E', 'AE', 'K', 'G'] as const satisfies readonly TaxCategoryCode[];

/** The names of all categories in the API (`TaxCategory` in `schema/common.graphql`). */
export type TaxCategoryName =
  | 'STANDARD'
  | 'ZERO_RATED'
  | 'EXEMPT'
  | 'REVERSE_CHARGE'
  | 'INTRA_COMMUNITY'
  | 'EXPORT';

/** The tax of a line or a product: its rate, and if it bears none, the category and the reason. */
export interface TaxTreatment {
  /** Thousandths of a percent. */
  readonly taxRateMilli: number;
  /** Null for the standard and the zero rate. */
  readonly taxCategory: ExemptCategory | null;
  /** EN 16931 BT-120; null exactly if the category is. */
  readonly taxExemptionReason: string | null;
}

/** The maximum number of code points of the reason of an exemption. */
export const maxExemptionReasonLength = 300;

const names: Readonly<Record<ExemptCategory, TaxCategoryName>> = {
  E: 'EXEMPT',
  AE: 'REVERSE_CHARGE',
  K: 'INTRA_COMMUNITY',
  G: 'EXPORT',
};

/** The texts of EN 16931 (BR-AE-10, BR-IC-10, BR-G-10); an exemption has a reason of its own (BR-E-10). */
const standardReasons: Readonly<Record<ExemptCategory, string | undefined>> = {
  E: undefined,
  AE: 'Reverse charge',
  K: 'Intra-community supply',
  G: 'Export outside the EU',
};

/** The category of a line or a product, by its name in the API. */
export function toTaxCategoryName({
  taxCategory,
  taxRateMilli,
}: Omit<TaxTreatment, 'taxExemptionReason'>): TaxCategoryName {
  if (taxCategory !== null) return names[taxCategory];
  return taxRateMilli === 0 ? 'ZERO_RATED' : 'STANDARD';
}

/** True if a category bears no tax and says why. */
export function isExempt(category: TaxCategoryCode | null): category is ExemptCategory {
  return category !== null && category in names;
}

/** The code of a category that bears no tax, by its name in the API; undefined for the standard and the zero rate. */
export function findExemptCategory(name: TaxCategoryName): ExemptCategory | undefined {
  return (Object.keys(names) as ExemptCategory[]).find((code) => names[code] === name);
}

/** The reason that a category has by law; undefined if it needs one of its own. */
export function findStandardReason(category: ExemptCategory): string | undefined {
  return standardReasons[category];
}
