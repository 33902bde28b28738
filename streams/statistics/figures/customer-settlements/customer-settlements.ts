import type { StatisticsFigure } from '../figure.ts';
import { CustomerSettlementsChanges } from './customer-settlements-changes.ts';
import { customerSettlementsTopic } from './topics.ts';

/** Totals of each customer's payments, credit notes and voided invoices, summed where they are stored (ADR 0021). */
export const customerSettlements: StatisticsFigure = {
  describeSettlements: (settlements) =>
    settlements
      .selectKey((_key, { customerKey, currency }) => ({ customerKey, currency }))
      .to(customerSettlementsTopic),
  createChanges: () => new CustomerSettlementsChanges(),
};
