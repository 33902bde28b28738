import { maxQuantityMilli } from '#schema/quantity.ts';
import { maxTaxRateMilli } from '#schema/tax-rate.ts';
import { maxUnitPriceMinor } from '#schema/unit-price.ts';

/** The largest figures an invoice may hold: what billing holds, each a safe integer of JavaScript. */
export const bounds = {
  /** Lines of one invoice. */
  lines: 1_000,
  /** Thousandths of a unit. */
  quantityMilli: Number(maxQuantityMilli),
  /** Minor units of one unit's price. */
  unitPriceMinor: Number(maxUnitPriceMinor),
  /** Minor units of any amount. */
  amountMinor: 999_999_999_999_999,
  /** Thousandths of a percent. */
  taxRateMilli: maxTaxRateMilli,
  /** Unicode code points. */
  numberLength: 64,
  customerNameLength: 500,
  skuLength: 64,
  descriptionLength: 500,
  unitLength: 20,
  /** The first and last year in which an invoice may have been issued. */
  earliestYear: 1900,
  latestYear: 2999,
} as const;
