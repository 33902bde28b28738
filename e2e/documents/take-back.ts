import type { FrozenDocument } from '../../subgraphs/billing/documents/to-e-invoice.ts';
import { negateShare } from '../../subgraphs/billing/domain/adjustment.ts';
import { computeCredit } from '../../subgraphs/billing/domain/credit.ts';
import { type DraftTerms, priceDraft } from '../../subgraphs/billing/domain/price-draft.ts';

/** The lines and adjustments of a credit note, in the form in which billing stores them. */
type CreditNote = Pick<FrozenDocument, 'lines' | 'adjustments'>;

/**
 * Credits an invoice in parts, one after the other.
 *
 * @param percents how much of each line's quantity is credited after each part; they ascend
 */
export function takeBack(terms: DraftTerms, percents: readonly number[]): CreditNote[] {
  const { lines, adjustments } = priceDraft(terms);
  const { pricesIncludeTax } = terms;
  let creditable = lines.map((line, index) => ({
    ...line,
    id: String(index),
    credited: { quantityE4: 0n, netMinor: 0n, taxMinor: 0n },
  }));
  return percents.map((percent) => {
    const wanted = new Map(
      creditable.map(({ id, quantityE4, credited }) => [
        id,
        (quantityE4 * BigInt(percent)) / 100n - credited.quantityE4,
      ]),
    );
    const figures = computeCredit({ lines: creditable, adjustments, pricesIncludeTax }, wanted);
    creditable = creditable.map((line) => {
      const part = figures.lines.find(({ line: { id } }) => id === line.id);
      if (part === undefined) return line;
      const { credited } = line;
      return {
        ...line,
        credited: {
          quantityE4: credited.quantityE4 + part.quantityE4,
          netMinor: credited.netMinor + part.netMinor,
          taxMinor: credited.taxMinor + part.taxMinor,
        },
      };
    });
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
  });
}
