import { addSums, type CurrencySum, emptySum, type InvoiceSum } from './invoice-sum.ts';
import type { KindSum } from './settlement.ts';

/** The sums of one currency: what was invoiced, and what became of it. */
export interface CurrencyFigures extends CurrencySum {
  readonly credited: InvoiceSum;
  readonly voided: InvoiceSum;
  /** Payments less what was taken back; the count is of payments that were not reversed. */
  readonly paid: InvoiceSum;
}

/** Puts sums of invoices and of settlements together, by currency in alphabetical order. */
export function toCurrencyFigures(
  invoices: readonly CurrencySum[],
  settlements: readonly KindSum[],
): CurrencyFigures[] {
  const currencies = new Set([...invoices, ...settlements].map(({ currency }) => currency));
  return [...currencies].toSorted().map((currency) => {
    const isOfCurrency = (sum: CurrencySum) => sum.currency === currency;
    return {
      ...sumUp(invoices.filter(isOfCurrency)),
      currency,
      ...sumKinds(settlements.filter(isOfCurrency)),
    };
  });
}

/** Sums settlements of one currency by kind. */
export function sumKinds(
  settlements: readonly Omit<KindSum, 'currency'>[],
): Pick<CurrencyFigures, 'credited' | 'voided' | 'paid'> {
  const ofKind = (wanted: KindSum['kind']) => sumUp(settlements.filter(({ kind }) => kind === wanted));
  return { credited: ofKind('CREDITED'), voided: ofKind('VOIDED'), paid: ofKind('PAID') };
}

/** The amount of the invoices less what was credited and voided. */
export function toNetMinor({ amountMinor, credited, voided }: Omit<CurrencyFigures, 'currency'>): bigint {
  return amountMinor - credited.amountMinor - voided.amountMinor;
}

function sumUp(sums: readonly InvoiceSum[]): InvoiceSum {
  return sums.reduce<InvoiceSum>(addSums, emptySum);
}
