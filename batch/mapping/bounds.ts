import { invoiceBounds } from '#schema/invoice-bounds.ts';
import { maxQuantityE4 } from '#schema/quantity.ts';
import { maxTaxRateMilli } from '#schema/tax-rate.ts';
import { maxUnitPriceMinor } from '#schema/unit-price.ts';

const { amountMinor, earliestDay, latestDay, ...others } = invoiceBounds;

/** The bounds of an invoice as numbers, each a safe integer of JavaScript. */
export const bounds = {
  ...others,
  /** Minor units of any amount. */
  amountMinor: Number(amountMinor),
  /** Ten-thousandths of a unit. */
  quantityE4: Number(maxQuantityE4),
  /** Minor units of one unit's price. */
  unitPriceMinor: Number(maxUnitPriceMinor),
  /** Thousandths of a percent. */
  taxRateMilli: maxTaxRateMilli,
  /** The first and last year in which an invoice may have been issued. */
  earliestYear: toYear(earliestDay),
  latestYear: toYear(latestDay),
} as const;

function toYear(day: string): number {
  return Number(day.slice(0, 4));
}
