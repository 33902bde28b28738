import { divideHalfUp } from '#schema/decimal.ts';

/** The figures of a line from which its amounts follow. */
export interface LineFigures {
  /** Thousandths of a unit. */
  readonly quantityMilli: bigint;
  /** Minor units of the invoice's currency for one unit, without tax. */
  readonly unitPriceMinor: bigint;
  /** Hundredths of a percent. */
  readonly taxRateBasisPoints: number;
}

/** A line's amounts in minor units of the invoice's currency. */
export interface LineAmounts {
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
}

/** A line with all that it needs to stand on an invoice. */
export interface Line extends LineFigures, LineAmounts {
  /** Null on a line without a product, and so is the stock keeping unit. */
  readonly productId: string | null;
  readonly sku: string | null;
  readonly description: string;
  readonly unit: string;
}

/**
 * Net and tax of a line, each rounded half-up to whole minor units (EN 16931 BT-131 and rule BR-DEC-23). The tax is of
 * the rounded net, so that anybody can follow it from the document.
 */
export function computeLineAmounts(line: LineFigures): LineAmounts {
  const netMinor = divideHalfUp(line.quantityMilli * line.unitPriceMinor, 1_000n);
  const taxMinor = divideHalfUp(netMinor * BigInt(line.taxRateBasisPoints), 10_000n);
  return { netMinor, taxMinor };
}
