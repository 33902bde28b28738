import { divideHalfUp } from '#schema/decimal.ts';
import type { TaxTreatment } from '#schema/tax-category.ts';
import { wholeRateMilli } from '#schema/tax-rate.ts';

/** An allowance or a charge (EN 16931 BG-20, BG-21, BG-27, BG-28). */
export interface Adjustment {
  readonly isCharge: boolean;
  readonly reason: string;
  /** Thousandths of a percent of what it is on; null for a fixed amount. */
  readonly percentMilli: number | null;
  /** With tax if the prices include it. Below zero on a credit note only. */
  readonly amountMinor: bigint;
}

/** The part of a document's allowance or charge that belongs to one VAT category and rate, in its sign. */
export interface AdjustmentShare extends TaxTreatment {
  /** With tax if the prices include it. */
  readonly amountMinor: bigint;
  readonly netMinor: bigint;
  /** For information, unless the prices include tax or the document is a credit note. */
  readonly taxMinor: bigint;
}

/** An allowance or a charge on a whole document, as it was given. */
export interface DocumentAdjustmentTerms extends Adjustment {
  /** The tax it was given with; null if it is split over the taxes of the lines. */
  readonly tax: TaxTreatment | null;
}

/** An allowance or a charge on a whole document with its parts. */
export interface DocumentAdjustment extends DocumentAdjustmentTerms {
  readonly shares: readonly AdjustmentShare[];
}

/** The charges less the allowances. */
export function sumAdjustments(
  adjustments: readonly Pick<Adjustment, 'isCharge' | 'amountMinor'>[] | null,
): bigint {
  return (adjustments ?? []).reduce(
    (sum, { isCharge, amountMinor }) => (isCharge ? sum + amountMinor : sum - amountMinor),
    0n,
  );
}

/** Computes the amount of an allowance or a charge that is a percentage of a base. */
export function resolveAdjustment<Given extends Adjustment>(given: Given, baseMinor: bigint): Given {
  if (given.percentMilli === null) return given;
  const amountMinor = divideHalfUp(baseMinor * BigInt(given.percentMilli), BigInt(wholeRateMilli));
  return { ...given, amountMinor };
}

/** The parts of a document's allowances and charges as they change the sums of their taxes: allowances below zero. */
export function toSignedShares(adjustments: readonly DocumentAdjustment[] | null): AdjustmentShare[] {
  return (adjustments ?? []).flatMap(({ isCharge, shares }) =>
    shares.map((share) => (isCharge ? share : negateShare(share))),
  );
}

/** The part with the opposite sign. */
export function negateShare(share: AdjustmentShare): AdjustmentShare {
  const { amountMinor, netMinor, taxMinor } = share;
  return { ...share, amountMinor: -amountMinor, netMinor: -netMinor, taxMinor: -taxMinor };
}

/** The net sums of a document's allowances and charges (EN 16931 BT-107, BT-108). */
export function computeAdjustmentTotals(adjustments: readonly DocumentAdjustment[] | null): {
  readonly allowanceMinor: bigint;
  readonly chargeMinor: bigint;
} {
  const sumNets = (isCharge: boolean) =>
    (adjustments ?? [])
      .filter((adjustment) => adjustment.isCharge === isCharge)
      .flatMap(({ shares }) => shares)
      .reduce((sum, { netMinor }) => sum + netMinor, 0n);
  return { allowanceMinor: sumNets(false), chargeMinor: sumNets(true) };
}
