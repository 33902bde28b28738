import type { StatisticsFigure } from '../figure.ts';
import { CustomerTotalsChanges } from './customer-totals-changes.ts';
import { customerInvoicesTopic } from './topics.ts';

/**
 * Totals of each customer. They are summed over all partitions where they are stored (ADR 0021): the log's key does not
 * decide where a customer is counted.
 */
export const customerTotals: StatisticsFigure = {
  describe: (invoices) =>
    invoices
      .selectKey((_key, { customerKey, currency }) => ({ customerKey, currency }))
      .to(customerInvoicesTopic),
  createChanges: () => new CustomerTotalsChanges(),
};
