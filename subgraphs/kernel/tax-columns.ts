import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { AnyPgColumn } from '#platform/database/drizzle-tables.ts';
import { maxExemptionReasonLength } from '#schema/tax-category.ts';

/** The columns of a `TaxTreatment`. */
interface TaxColumns {
  readonly taxRateMilli: AnyPgColumn;
  readonly taxCategory: AnyPgColumn;
  readonly taxExemptionReason: AnyPgColumn;
}

/** The condition of a table's constraint that a category without tax has a rate of zero and its reason (BR-E-05, BR-E-10). */
export function isTaxTreatment({ taxRateMilli, taxCategory, taxExemptionReason }: TaxColumns): SQL {
  const max = sql.raw(String(maxExemptionReasonLength));
  return sql`num_nonnulls(${taxCategory}, ${taxExemptionReason}) = 0 or (${taxCategory} in ('E', 'AE', 'K', 'G') and ${taxRateMilli} = 0 and char_length(${taxExemptionReason}) between 1 and ${max}) is true`;
}
