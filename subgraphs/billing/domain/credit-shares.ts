import { type AdjustmentShare, type DocumentAdjustment, negateShare } from './adjustment.ts';
import { scale } from './scale.ts';
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

/** The taxes of the tax groups after a credit, less those before it, by the groups' keys. */
export function subtractTaxes(
  after: readonly TaxSubtotal[],
  before: readonly TaxSubtotal[],
): Map<string, bigint> {
  const known = new Map(before.map((subtotal) => [toGroupKey(subtotal), subtotal.taxMinor]));
  return new Map(
    after.map((subtotal) => [
      toGroupKey(subtotal),
      subtotal.taxMinor - (known.get(toGroupKey(subtotal)) ?? 0n),
    ]),
  );
}

/**
 * Divides the tax of each tax group among its parts, in their order: to each the share of all parts up to it, less that
 * of those before it.
 */
export function divideTaxes(
  parts: readonly (TaxGroup & { readonly netMinor: bigint })[],
  taxes: ReadonlyMap<string, bigint>,
): bigint[] {
  const shares = new Map<object, bigint>();
  for (const [key, group] of Map.groupBy(parts, toGroupKey)) {
    const tax = taxes.get(key) ?? 0n;
    const net = group.reduce((sum, { netMinor }) => sum + netMinor, 0n);
    let [netSoFar, taxSoFar] = [0n, 0n];
    for (const [index, part] of group.entries()) {
      netSoFar += part.netMinor;
      const isLast = index === group.length - 1;
      const upToHere = isLast || net === 0n ? tax : scale(tax, { dividend: netSoFar, divisor: net });
      shares.set(part, upToHere - taxSoFar);
      taxSoFar = upToHere;
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
