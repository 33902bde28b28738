import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  numeric,
  primaryKey,
  smallint,
  text,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { billing, day } from './columns.ts';

/** The figures of some invoices: counts and sums in minor units, which no bigint may be too small for. */
const figures = {
  invoices: bigint('invoices', { mode: 'bigint' }).notNull(),
  netMinor: numeric('net_minor').notNull(),
  taxMinor: numeric('tax_minor').notNull(),
  totalMinor: numeric('total_minor').notNull(),
  balanceMinor: numeric('balance_minor').notNull(),
};

/**
 * The figures of invoices by day of issue, class (`listClass`) and currency. Every change of invoices adds its difference
 * as a row of its own, so that no two writers wait for each other; `compact_totals` adds the rows of a key up. The sum of
 * all rows of a key is exact at any time. Drafts have the day `-infinity`.
 */
export const dailyTotals = billing.table(
  'daily_totals',
  {
    position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    isDelta: boolean('is_delta').notNull().default(true),
    day: day('day').notNull(),
    class: smallint('class').notNull(),
    currency: text('currency').notNull(),
    ...figures,
  },
  (table) => [
    // Differences are few and written by every import, so they are in an index of their own.
    index('daily_totals_by_key').on(table.day, table.class, table.currency).where(sql`not ${table.isDelta}`),
    index('daily_totals_deltas').on(table.position).where(sql`${table.isDelta}`),
  ],
);

/**
 * The same by customer, with rows of four grains: differences (D) by month, and what they add up to by month (M), by year (Y)
 * and over all days (A), so that a long period has few rows. Invoices of no known customer have the nil UUID.
 */
export const customerLedgerTotals = billing.table(
  'customer_totals',
  {
    position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    grain: text('grain').$type<'D' | 'M' | 'Y' | 'A'>().notNull().default('D'),
    /** The first day of the period; `-infinity` for all days. */
    period: day('period').notNull(),
    customerId: uuid('customer_id').notNull(),
    class: smallint('class').notNull(),
    currency: text('currency').notNull(),
    ...figures,
  },
  (table) => [
    check('customer_totals_grain_known', sql`${table.grain} in ('D', 'M', 'Y', 'A')`),
    // With the columns by which customers are ranked, so that those of all customers are added up from it alone. Ranks over all
    // currencies are those of `customer_ranks` for long periods, so the rows of a currency lie together.
    index('customer_totals_by_period')
      .on(
        table.grain,
        table.period,
        table.currency,
        table.customerId,
        table.class,
        table.invoices,
        table.totalMinor,
      )
      .where(sql`${table.grain} <> 'D'`),
    index('customer_totals_by_customer')
      .on(table.customerId, table.grain, table.period)
      .where(sql`${table.grain} <> 'D'`),
    index('customer_totals_deltas').on(table.position).where(sql`${table.grain} = 'D'`),
  ],
);

/**
 * The numbers of invoices by which customers are ranked over all currencies, from the rows of the years (Y) and of all days (A):
 * one row for each customer, with the numbers of all classes. `compact_totals` writes it with those rows.
 */
export const customerRanks = billing.table(
  'customer_ranks',
  {
    grain: text('grain').$type<'Y' | 'A'>().notNull(),
    period: day('period').notNull(),
    customerId: uuid('customer_id').notNull(),
    /** By the number of the class, from 0, which is the first element; null for a class without invoices. */
    invoices: integer('invoices').array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.grain, table.period, table.customerId] }),
    check('customer_ranks_grain_known', sql`${table.grain} in ('Y', 'A')`),
  ],
);

/**
 * The numbers of invoices by class and by the spans of their days: lists find in it where an order meets invoices of a
 * filter's days (`store/list-spans.ts`). A span is 32 days, counted from 1970-01-01 in UTC, or 16,384 of our own numbers. Changes of
 * invoices add differences as they do to {@link dailyTotals}; null where an invoice has no such day.
 */
export const spanCounts = billing.table(
  'span_counts',
  {
    position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    isDelta: boolean('is_delta').notNull().default(true),
    class: smallint('class').notNull(),
    /** Of the series and the sequence, in the order of our own numbers. */
    numberSpan: integer('number_span'),
    /** Of the time in the id; null if it has none. */
    createdSpan: integer('created_span'),
    issuedSpan: integer('issued_span'),
    dueSpan: integer('due_span'),
    firstPaidSpan: integer('first_paid_span'),
    lastPaidSpan: integer('last_paid_span'),
    updatedSpan: integer('updated_span').notNull(),
    invoices: bigint('invoices', { mode: 'bigint' }).notNull(),
  },
  (table) => [index('span_counts_deltas').on(table.position).where(sql`${table.isDelta}`)],
);
