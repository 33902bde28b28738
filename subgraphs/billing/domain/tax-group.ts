import type { TaxTreatment } from '#schema/tax-category.ts';

/** The VAT category and rate that are taxed together (EN 16931 BG-23). */
export type TaxGroup = Pick<TaxTreatment, 'taxCategory' | 'taxRateMilli'>;

/** Groups by VAT category and rate, lowest rate first. */
export function groupByTax<Item extends TaxGroup>(
  items: readonly Item[],
): { readonly group: TaxGroup; readonly items: readonly Item[] }[] {
  return [...Map.groupBy(items, toGroupKey).values()]
    .map((found) => {
      const [{ taxCategory, taxRateMilli }] = found as [Item];
      return { group: { taxCategory, taxRateMilli }, items: found };
    })
    .sort(({ group: a }, { group: b }) => a.taxRateMilli - b.taxRateMilli || compareCategories(a, b));
}

/** The category and the rate as one text. */
export function toGroupKey({ taxCategory, taxRateMilli }: TaxGroup): string {
  return `${taxCategory ?? ''} ${taxRateMilli}`;
}

function compareCategories(one: TaxGroup, other: TaxGroup): number {
  return toGroupKey(one) < toGroupKey(other) ? -1 : 1;
}
