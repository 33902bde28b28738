import type { InputProblems } from '#kernel/input-problems.ts';
import { type FigureForm, parseFigure, readFigure } from '#schema/figure.ts';
import { quantityScale } from '#schema/quantity.ts';
import type { ScalarInput } from '#schema/scalar-input.ts';
import { maxStockE4 } from './bounds.ts';

const thresholdForm: FigureForm = {
  name: 'a quantity of zero or more',
  scale: quantityScale,
  min: 0n,
  max: maxStockE4,
};

/** Reads the threshold of a product's stock, in ten-thousandths of a unit; null for none, undefined for a problem. */
export function readThreshold(given: ScalarInput | null, problems: InputProblems): bigint | null | undefined {
  if (given === null) return null;
  return readFigure(given, (text) => parseFigure(text, thresholdForm), problems);
}

/** True if a movement takes the stock from above its threshold to it or below it. */
export function isNowLow(stock: {
  readonly before: bigint;
  readonly after: bigint;
  readonly lowAt: bigint;
}): boolean {
  const { before, after, lowAt } = stock;
  return before > lowAt && after <= lowAt;
}
