import { type AdjustmentShare, type DocumentAdjustment, negateShare } from './adjustment.ts';
import { computeTax } from './line.ts';
import { type TaxGroup, toGroupKey } from './tax-group.ts';
import type { TaxSubtotal } from './totals.ts';

/** The parts of a document's allowances and charges after a credit, less those before it. */
export function subtractShares(
  after: readonly AdjustmentShare[],
  before: readonly AdjustmentShare[],
): AdjustmentShare[] {
  return after.map((share, index) => ({
    ...share,
    amountMinor: share.amountMinor - (before[index]?.amountMinor ?? 0n),
    netMinor: share.netMinor - (before[index]?.netMinor ?? 0n),
    taxMinor: share.taxMinor - (before[index]?.taxMinor ?? 0n),
  }));
}

/**
 * Divides the tax that a credit takes back of each tax group among its parts, in their order: to each the tax of all that
 * is credited up to it, less that of what was before it. So each part has the tax of its own net, to the rounding, even if
 * the others outweigh it.
 *
 * @param before the tax groups before the credit
 * @param after the tax groups after the credit
 */
export function divideTaxes(
  parts: readonly (TaxGroup & { readonly netMinor: bigint })[],
  before: readonly TaxSubtotal[],
  after: readonly TaxSubtotal[],
): bigint[] {
  const shares = new Map<object, bigint>();
  const [subtotalsBefore, subtotalsAfter] = [before, after].map(
    (subtotals) => new Map(subtotals.map((subtotal) => [toGroupKey(subtotal), subtotal])),
  );
  for (const [key, group] of Map.groupBy(parts, toGroupKey)) {
    let { netMinor, taxMinor } = subtotalsBefore?.get(key) ?? { netMinor: 0n, taxMinor: 0n };
    for (const [index, part] of group.entries()) {
      netMinor += part.netMinor;
      const isLast = index === group.length - 1;
      const upToHere =
        (isLast ? subtotalsAfter?.get(key)?.taxMinor : undefined) ?? computeTax(netMinor, part.taxRateMilli);
      shares.set(part, upToHere - taxMinor);
      taxMinor = upToHere;
    }
  }
  return parts.map((part) => shares.get(part) ?? 0n);
}

/**
 * The allowances and charges of an invoice with the parts that a credit takes back; null if it takes none.
 *
 * @param signed the parts of all of them, in their order; those of allowances are below zero
 */
export function toCreditedAdjustments(
  adjustments: readonly DocumentAdjustment[],
  signed: readonly AdjustmentShare[],
): DocumentAdjustment[] | null {
  let taken = 0;
  const credited = adjustments.flatMap((adjustment) => {
    const ofThis = signed.slice(taken, taken + adjustment.shares.length);
    taken += adjustment.shares.length;
    const shares = (adjustment.isCharge ? ofThis : ofThis.map(negateShare)).filter(
      ({ amountMinor, netMinor, taxMinor }) => [amountMinor, netMinor, taxMinor].some((part) => part !== 0n),
    );
    const amountMinor = shares.reduce((sum, share) => sum + share.amountMinor, 0n);
    return shares.length === 0 ? [] : [{ ...adjustment, amountMinor, shares }];
  });
  return credited.length === 0 ? null : credited;
}
