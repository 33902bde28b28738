import type { FrozenDocument } from '../../subgraphs/billing/documents/to-e-invoice.ts';
import { negateShare } from '../../subgraphs/billing/domain/adjustment.ts';
import { computeCredit } from '../../subgraphs/billing/domain/credit.ts';
import { type DraftTerms, priceDraft } from '../../subgraphs/billing/domain/price-draft.ts';

/**
 * Credits a part of each line of an invoice: the lines and adjustments of the credit note, in the form in which billing stores them.
 *
 * @param percent of the quantity of each line
 */
export function takeBack(terms: DraftTerms, percent: number): Pick<FrozenDocument, 'lines' | 'adjustments'> {
  const { lines, adjustments } = priceDraft(terms);
  const credited = { quantityE4: 0n, netMinor: 0n, taxMinor: 0n };
  const creditable = lines.map((line, index) => ({ ...line, id: String(index), credited }));
  const wanted = new Map(
    creditable.map(({ id, quantityE4 }) => [
      id,
      percent === 100 ? quantityE4 : (quantityE4 * BigInt(percent)) / 100n,
    ]),
  );
  const { pricesIncludeTax } = terms;
  const figures = computeCredit({ lines: creditable, adjustments, pricesIncludeTax }, wanted);
  return {
    lines: figures.lines.map(({ line, quantityE4, netMinor, taxMinor }) => ({
      ...line,
      adjustments: null,
      grossMinor: null,
      quantityE4: -quantityE4,
      netMinor: -netMinor,
      taxMinor: -taxMinor,
    })),
    adjustments:
      figures.adjustments?.map((one) => ({
        ...one,
        amountMinor: -one.amountMinor,
        shares: one.shares.map(negateShare),
      })) ?? null,
  };
}
