import { divideHalfUp } from '#schema/decimal.ts';
import { wholeRateMilli } from '#schema/tax-rate.ts';
import { allocate } from './allocate.ts';
import { groupByTax, type TaxGroup } from './tax-group.ts';

/** An amount that bears tax; below zero for an allowance on a document. */
export interface TaxedAmount extends TaxGroup {
  /** With tax if the prices include it. */
  readonly amountMinor: bigint;
}

/**
 * Computes the nets of amounts, in their order. If the amounts include tax, the net of a tax group is the group's sum
 * divided by one and the rate, rounded once, and the rest is its tax; the group's net is allocated to its amounts exactly.
 */
export function toNets(amounts: readonly TaxedAmount[], includeTax: boolean): bigint[] {
  if (!includeTax) return amounts.map(({ amountMinor }) => amountMinor);
  const nets = new Map<TaxedAmount, bigint>();
  for (const { group, items } of groupByTax(amounts)) {
    const whole = BigInt(wholeRateMilli);
    const divisor = whole + BigInt(group.taxRateMilli);
    const dividends = items.map(({ amountMinor }) => amountMinor * whole);
    const net = divideHalfUp(
      dividends.reduce((sum, dividend) => sum + dividend, 0n),
      divisor,
    );
    for (const [index, part] of allocate(net, dividends, divisor).entries()) {
      const item = items[index];
      if (item !== undefined) nets.set(item, part);
    }
  }
  return amounts.map((amount) => nets.get(amount) ?? 0n);
}
