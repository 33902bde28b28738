import { sql } from '#platform/database/drizzle.ts';
import { bigint, index, numeric, primaryKey, text } from '#platform/database/drizzle-tables.ts';
import { statistics } from '../../tables.ts';
import { sumColumns } from '../sum-columns.ts';

/**
 * A customer's totals over all partitions: each batch adds what it brought, whichever partition it came from. So a customer
 * is one row for each currency, whatever keys the records of the log carry.
 */
export const customers = statistics.table(
  'customers',
  {
    customerKey: text('customer_key').notNull(),
    currency: text('currency').notNull(),
    /** As the invoice issued last has it. */
    customerName: text('customer_name').notNull(),
    /** The time when that invoice was issued, in milliseconds since 1970. */
    namedAtMs: bigint('named_at_ms', { mode: 'number' }).notNull().default(0),
    ...sumColumns,
    /** Of simulated invoices, which are not in the figures above. */
    simulatedCount: bigint('simulated_count', { mode: 'number' }).notNull().default(0),
    simulatedMinor: numeric('simulated_minor', { precision: 40, scale: 0 }).notNull().default('0'),
  },
  (table) => [
    primaryKey({ columns: [table.customerKey, table.currency] }),
    index('customers_by_amount')
      .on(table.currency, table.amountMinor.desc().nullsFirst())
      .where(sql`${table.count} <> 0`),
    index('customers_by_amount_with_simulated').on(
      table.currency,
      sql`(${table.amountMinor} + ${table.simulatedMinor}) desc`,
    ),
  ],
);
