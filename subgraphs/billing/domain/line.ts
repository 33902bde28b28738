import { divideHalfUp } from '#schema/decimal.ts';
import { e4PerUnit } from '#schema/quantity.ts';
import type { TaxTreatment } from '#schema/tax-category.ts';
import { wholeRateMilli } from '#schema/tax-rate.ts';
import { microPerMinor } from '#schema/unit-price.ts';
import type { Adjustment } from './adjustment.ts';
import type { TaxGroup } from './tax-group.ts';

/** The figures of a line from which its amounts follow. */
export interface LinePricing extends TaxGroup {
  /** Ten-thousandths of a unit. */
  readonly quantityE4: bigint;
  /** Millionths of the smallest unit of the invoice's currency, for one unit; with tax if the invoice's prices include it. */
  readonly unitPriceMicro: bigint;
}

/** A line's amounts in minor units of the invoice's currency. */
export interface LineAmounts {
  readonly netMinor: bigint;
  /** For information only: an invoice's tax is the sum of the taxes of its rates, each rounded once. */
  readonly taxMinor: bigint;
}

/** A line of an invoice as it was given. */
export interface LineTerms extends LinePricing, TaxTreatment {
  /** Null on a line without a product, as is the stock keeping unit. */
  readonly productId: string | null;
  readonly sku: string | null;
  readonly description: string;
  readonly unit: string;
  /** Its allowances and charges; null for none. */
  readonly adjustments: readonly Adjustment[] | null;
}

/** A line of an invoice with its amounts. */
export interface Line extends LineTerms, LineAmounts {
  /** Net and tax, of which the net is a part; null if the prices do not include tax. */
  readonly grossMinor: bigint | null;
}

/** Quantity times price, rounded half away from zero to whole minor units. */
export function computeLineBase({
  quantityE4,
  unitPriceMicro,
}: Pick<LinePricing, 'quantityE4' | 'unitPriceMicro'>): bigint {
  return divideHalfUp(quantityE4 * unitPriceMicro, e4PerUnit * microPerMinor);
}

/** The net of a line without allowances and charges (EN 16931 BT-131), and the tax of that net. */
export function computeLineAmounts(line: Omit<LinePricing, 'taxCategory'>): LineAmounts {
  const netMinor = computeLineBase(line);
  return { netMinor, taxMinor: computeTax(netMinor, line.taxRateMilli) };
}

/** The tax of a net in minor units, rounded half away from zero (EN 16931 BR-CO-17). */
export function computeTax(netMinor: bigint, taxRateMilli: number): bigint {
  return divideHalfUp(netMinor * BigInt(taxRateMilli), BigInt(wholeRateMilli));
}
