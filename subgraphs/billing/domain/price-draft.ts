import type { TaxTreatment } from '#schema/tax-category.ts';
import {
  type DocumentAdjustment,
  type DocumentAdjustmentTerms,
  negateShare,
  resolveAdjustment,
} from './adjustment.ts';
import { allocate } from './allocate.ts';
import { computeLineAmount } from './figure-parts.ts';
import { computeFigures } from './figures.ts';
import type { Line, LineTerms } from './line.ts';
import { groupByTax, toGroupKey } from './tax-group.ts';
import type { InvoiceTotals, TaxSubtotal } from './totals.ts';

/** All that decides about the figures of a draft. */
export interface DraftTerms {
  readonly lines: readonly LineTerms[];
  readonly adjustments: readonly DocumentAdjustmentTerms[];
  readonly pricesIncludeTax: boolean;
}

/** A draft with its figures. */
export interface PricedDraft {
  readonly lines: readonly Line[];
  /** Null for none. */
  readonly adjustments: readonly DocumentAdjustment[] | null;
  readonly pricesIncludeTax: boolean;
  readonly taxSubtotals: readonly TaxSubtotal[];
  readonly totals: InvoiceTotals;
}

/**
 * Computes the figures of a draft. Percentages become amounts: on a line, of quantity times price; on the document, of
 * its lines, or of those with the tax that is given. An amount without a tax is split over the taxes of the lines in
 * proportion to their amounts; one that cannot be split, as the lines have no amount, gets no parts.
 */
export function priceDraft({ lines, adjustments, pricesIncludeTax }: DraftTerms): PricedDraft {
  const amounts = lines.map((line) => ({ ...line, amountMinor: computeLineAmount(line) }));
  const resolved = adjustments.map((adjustment) => resolveOnDocument(adjustment, amounts));
  const figures = computeFigures({ lines, adjustments: resolved, pricesIncludeTax });
  const priced = lines.flatMap((line, index) => {
    const amountsOfLine = figures.lines[index];
    return amountsOfLine === undefined ? [] : [{ ...line, ...amountsOfLine }];
  });
  let taken = 0;
  const withShares = resolved.map((adjustment) => {
    const signed = figures.signedShares.slice(taken, taken + adjustment.shares.length);
    taken += adjustment.shares.length;
    return { ...adjustment, shares: adjustment.isCharge ? signed : signed.map(negateShare) };
  });
  return {
    lines: priced,
    adjustments: withShares.length === 0 ? null : withShares,
    pricesIncludeTax,
    taxSubtotals: figures.taxSubtotals,
    totals: figures.totals,
  };
}

type PricedLineTerms = LineTerms & { readonly amountMinor: bigint };

/** The nets of the parts follow later. */
function resolveOnDocument(
  terms: DocumentAdjustmentTerms,
  lines: readonly PricedLineTerms[],
): DocumentAdjustment {
  const { tax } = terms;
  const base = tax === null ? lines : lines.filter((line) => toGroupKey(line) === toGroupKey(tax));
  const resolved = resolveAdjustment(terms, sumAmounts(base));
  const share = (treatment: TaxTreatment, amountMinor: bigint) => ({
    taxRateMilli: treatment.taxRateMilli,
    taxCategory: treatment.taxCategory,
    taxExemptionReason: treatment.taxExemptionReason,
    amountMinor,
    netMinor: 0n,
    taxMinor: 0n,
  });
  if (tax !== null) return { ...resolved, shares: [share(tax, resolved.amountMinor)] };
  const groups = groupByTax(lines);
  const weights = groups.map(({ items }) => sumAmounts(items) * resolved.amountMinor);
  const total = sumAmounts(lines);
  if (total <= 0n) return { ...resolved, shares: [] };
  const amounts = allocate(resolved.amountMinor, weights, total);
  const shares = groups.flatMap(({ items: [first] }, index) => {
    const amountMinor = amounts[index] ?? 0n;
    return first === undefined || amountMinor === 0n ? [] : [share(first, amountMinor)];
  });
  return { ...resolved, shares };
}

function sumAmounts(lines: readonly PricedLineTerms[]): bigint {
  return lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}
