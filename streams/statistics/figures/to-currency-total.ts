import { toMoneyObject } from '#schema/money.ts';
import type { CurrencyTotal } from '../subgraph/generated/types.ts';
import { type CurrencyFigures, toNetMinor } from './currency-figures.ts';

/** The figures of one currency as the API shows them. */
export function toCurrencyTotal(figures: CurrencyFigures): CurrencyTotal {
  const { count, amountMinor, currency, credited, voided, paid } = figures;
  const toMoney = (minor: bigint) => toMoneyObject({ amountMinor: minor, currency });
  return {
    count,
    total: toMoney(amountMinor),
    creditedCount: credited.count,
    creditedTotal: toMoney(credited.amountMinor),
    voidedCount: voided.count,
    voidedTotal: toMoney(voided.amountMinor),
    netTotal: toMoney(toNetMinor(figures)),
    paymentCount: paid.count,
    paidTotal: toMoney(paid.amountMinor),
  };
}
