import { type Adjustment, sumAdjustments } from './adjustment.ts';
import type { TaxedAmount } from './inclusive-nets.ts';
import { computeLineBase, computeTax, type LinePricing } from './line.ts';
import { type Fraction, scale } from './scale.ts';
import { scaleTogether } from './scale-together.ts';
import { groupByTax, type TaxGroup, toGroupKey } from './tax-group.ts';

/** A line from which figures follow. */
export interface FigureLine extends LinePricing {
  /** Null or absent for none. */
  readonly adjustments?: readonly Adjustment[] | null;
  /** The tax that it has, which counts where the tax of a rate is that of its lines; net times rate if absent. */
  readonly taxMinor?: bigint;
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
  const netMinor = pricesIncludeTax ? takeNet(line, amountMinor) : amountMinor;
  return { taxCategory, taxRateMilli, amountMinor, netMinor };
}

/**
 * The tax of a part of a line: net times rate, and of what a stated tax differs from that, the share of the quantity. The parts of a line
 * therefore come to its own tax.
 *
 * @param whole the line with its net
 * @param netMinor the net of the part
 */
export function takeStatedTax(
  whole: FigureLine & Pick<Item, 'netMinor'>,
  quantityE4: bigint,
  netMinor: bigint,
): bigint {
  const computed = computeTax(netMinor, whole.taxRateMilli);
  const deviation = (whole.taxMinor ?? 0n) - computeTax(whole.netMinor, whole.taxRateMilli);
  if (whole.taxMinor === undefined || deviation === 0n) return computed;
  return computed + scale(deviation, { dividend: quantityE4, divisor: whole.quantityE4 });
}

/**
 * The net of a part of an amount that includes tax. It follows the part's amount: so neither net nor tax shrinks as the part
 * grows, and what bears no tax has none in any part.
 */
function takeNet({ amountMinor, netMinor }: Item, partMinor: bigint): bigint {
  return amountMinor === 0n ? 0n : scale(netMinor, { dividend: partMinor, divisor: amountMinor });
}

/**
 * Takes the parts of a document's allowances and charges, which follow the lines of their tax group: the nets follow the
 * nets, and the taxes in amounts that include tax follow the taxes. So neither the net nor the tax of a group shrinks as its
 * lines grow. Of a group without lines they follow all lines.
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
    const take = (measure: Measure) =>
      scaleTogether(items.map(measure), findFraction(group, { whole, parts, measure }));
    const [nets, taxes] = [take(toNet), take(toIncludedTax)];
    for (const [index, share] of items.entries()) {
      const [netMinor = 0n, taxMinor = 0n] = [nets[index], taxes[index]];
      scaled.set(share, { ...share, amountMinor: netMinor + taxMinor, netMinor });
    }
  }
  return shares.map((share) => scaled.get(share) ?? share);
}

type Measure = (item: Item) => bigint;

const toAmount: Measure = ({ amountMinor }) => amountMinor;
const toNet: Measure = ({ netMinor }) => netMinor;
/** Zero if amounts do not include tax. */
const toIncludedTax: Measure = ({ amountMinor, netMinor }) => amountMinor - netMinor;

interface LineParts {
  readonly whole: readonly Item[];
  readonly parts: readonly Item[];
  readonly measure: Measure;
}

function findFraction(group: TaxGroup, { whole, parts, measure }: LineParts): Fraction {
  const isOfGroup = (item: Item) => toGroupKey(item) === toGroupKey(group);
  const sum = (items: readonly Item[], toPart: Measure) =>
    items.reduce((total, item) => total + toPart(item), 0n);
  const attempts = [
    { belongs: isOfGroup, toPart: measure },
    { belongs: isOfGroup, toPart: toAmount },
    { belongs: () => true, toPart: toAmount },
  ];
  for (const { belongs, toPart } of attempts) {
    const divisor = sum(whole.filter(belongs), toPart);
    if (divisor !== 0n) return { dividend: sum(parts.filter(belongs), toPart), divisor };
  }
  // Lines of no amount have no parts: what is on them comes with the last of them.
  const isWhole = parts.every((part, index) => part === whole[index]);
  return { dividend: isWhole ? 1n : 0n, divisor: 1n };
}
