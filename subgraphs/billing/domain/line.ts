import { divideHalfUp } from '#schema/decimal.ts';
import { e4PerUnit } from '#schema/quantity.ts';
import type { TaxTreatment } from '#schema/tax-category.ts';
import { wholeRateMilli } from '#schema/tax-rate.ts';
import { microPerMinor } from '#schema/unit-price.ts';
import type { TaxGroup } from './tax-group.ts';

/** The figures of a line from which its amounts follow. */
export interface LinePricing extends TaxGroup {
  /** Ten-thousandths of a unit. */
  readonly quantityE4: bigint;
  /** Millionths of the smallest unit of the invoice's currency, for one unit, without tax. */
  readonly unitPriceMicro: bigint;
}

/** A line's amounts in minor units of the invoice's currency. */
export interface LineAmounts {
  readonly netMinor: bigint;
  /** For information only: an invoice's tax is the sum of the taxes of its rates, each rounded once. */
  readonly taxMinor: bigint;
}

/** A complete line of an invoice. */
export interface Line extends LinePricing, LineAmounts, TaxTreatment {
  /** Null on a line without a product, as is the stock keeping unit. */
  readonly productId: string | null;
  readonly sku: string | null;
  readonly description: string;
  readonly unit: string;
}

/** The net of a line, rounded half away from zero to whole minor units (EN 16931 BT-131), and the tax of that net. */
export function computeLineAmounts(line: Omit<LinePricing, 'taxCategory'>): LineAmounts {
  const netMinor = divideHalfUp(line.quantityE4 * line.unitPriceMicro, e4PerUnit * microPerMinor);
  return { netMinor, taxMinor: computeTax(netMinor, line.taxRateMilli) };
}

/** The tax of a net in minor units, rounded half away from zero (EN 16931 BR-CO-17). */
export function computeTax(netMinor: bigint, taxRateMilli: number): bigint {
  return divideHalfUp(netMinor * BigInt(taxRateMilli), BigInt(wholeRateMilli));
}
