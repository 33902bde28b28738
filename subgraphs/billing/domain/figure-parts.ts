import { type Adjustment, sumAdjustments } from './adjustment.ts';
import type { TaxedAmount } from './inclusive-nets.ts';
import { computeLineBase, type LinePricing } from './line.ts';
import { type Fraction, scale, scaleTogether } from './scale.ts';
import { groupByTax, type TaxGroup, toGroupKey } from './tax-group.ts';

/** A line from which figures follow. */
export interface FigureLine extends LinePricing {
  /** Null or absent for none. */
  readonly adjustments?: readonly Adjustment[] | null;
}

/** An amount of a document and its net. */
export interface Item extends TaxedAmount {
  readonly netMinor: bigint;
}

/** The amount of a whole line: quantity times price, less its allowances, with its charges. */
export function computeLineAmount(line: FigureLine): bigint {
  return computeLineBase(line) + sumAdjustments(line.adjustments ?? null);
}

/**
 * Takes the part of a line that belongs to a part of its quantity. Without allowances and charges that is the quantity
 * times the price.
 */
export function takePartOfLine(line: FigureLine & Item, quantityE4: bigint, pricesIncludeTax: boolean): Item {
  if (quantityE4 === line.quantityE4) return line;
  const { taxCategory, taxRateMilli, adjustments } = line;
  const fraction = { dividend: quantityE4, divisor: line.quantityE4 };
  const isPlain = adjustments === undefined || adjustments === null;
  const amountMinor = isPlain ? computeLineBase({ ...line, quantityE4 }) : scale(line.amountMinor, fraction);
  const netMinor = pricesIncludeTax ? scale(line.netMinor, fraction) : amountMinor;
  return { taxCategory, taxRateMilli, amountMinor, netMinor };
}

/**
 * Takes the parts of a document's allowances and charges, which follow the amounts of the lines of their tax group. Of a
 * group without lines they follow all lines.
 *
 * @param whole the lines in full
 * @param parts the parts of the lines
 */
export function takePartsOfShares<Share extends Item>(
  shares: readonly Share[],
  whole: readonly Item[],
  parts: readonly Item[],
): Share[] {
  const scaled = new Map<Share, Share>();
  for (const { group, items } of groupByTax(shares)) {
    const fraction = findFraction(group, whole, parts);
    const amounts = scaleTogether(
      items.map(({ amountMinor }) => amountMinor),
      fraction,
    );
    const nets = scaleTogether(
      items.map(({ netMinor }) => netMinor),
      fraction,
    );
    for (const [index, share] of items.entries()) {
      const [amountMinor = 0n, netMinor = 0n] = [amounts[index], nets[index]];
      scaled.set(share, { ...share, amountMinor, netMinor });
    }
  }
  return shares.map((share) => scaled.get(share) ?? share);
}

function findFraction(group: TaxGroup, whole: readonly Item[], parts: readonly Item[]): Fraction {
  const isOfGroup = (item: Item) => toGroupKey(item) === toGroupKey(group);
  for (const belongs of [isOfGroup, () => true]) {
    const divisor = sumAmounts(whole.filter(belongs));
    if (divisor !== 0n) return { dividend: sumAmounts(parts.filter(belongs)), divisor };
  }
  // Lines of no amount have no parts: what is on them comes with the last of them.
  const isWhole = parts.every((part, index) => part === whole[index]);
  return { dividend: isWhole ? 1n : 0n, divisor: 1n };
}

function sumAmounts(items: readonly Item[]): bigint {
  return items.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}
