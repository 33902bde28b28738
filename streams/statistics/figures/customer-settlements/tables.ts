import { primaryKey, text } from '#platform/database/drizzle-tables.ts';
import { statistics } from '../../tables.ts';
import type { SettlementKind } from '../settlement.ts';
import { sumColumns } from '../sum-columns.ts';

/** A customer's payments, credit notes and voided invoices, summed over all partitions like the customer's invoices. */
export const customerSettlements = statistics.table(
  'customer_settlements',
  {
    customerKey: text('customer_key').notNull(),
    currency: text('currency').notNull(),
    kind: text('kind').$type<SettlementKind>().notNull(),
    ...sumColumns,
  },
  (table) => [primaryKey({ columns: [table.customerKey, table.currency, table.kind] })],
);
