import { toMoneyObject } from '#schema/money.ts';
import type { CurrencyTotal } from '../subgraph/generated/types.ts';
import type { CurrencySum } from './invoice-sum.ts';

/** The sum of one currency as the API shows it. */
export function toCurrencyTotal({ count, amountMinor, currency }: CurrencySum): CurrencyTotal {
  return { count, total: toMoneyObject({ amountMinor, currency }) };
}
