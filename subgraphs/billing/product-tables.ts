import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  check,
  integer,
  numeric,
  primaryKey,
  smallint,
  text,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { billing, day } from './columns.ts';

/** The lines of which a row has the sums: those of a product, of a stock keeping unit without a product, or of neither. */
const key = {
  /** The nil UUID for lines without a product. */
  productId: uuid('product_id').notNull(),
  /** Empty for lines with a product and for those without a stock keeping unit. */
  sku: text('sku').notNull(),
  class: smallint('class').notNull(),
  currency: text('currency').notNull(),
};

/** The number of documents with such lines, and the sums of the lines, for which no bigint may be too small. */
const figures = {
  invoices: bigint('invoices', { mode: 'bigint' }).notNull(),
  quantityE4: numeric('quantity_e4').notNull(),
  netMinor: numeric('net_minor').notNull(),
  taxMinor: numeric('tax_minor').notNull(),
};

/**
 * The figures of the lines of issued documents by product, class (`listClass`) and currency, for each day, month and year
 * of issue and for all days, each in a partition of its own. Only `advance_product_totals` writes them; readers add
 * `product_deltas` up with them.
 */
export const productTotals = billing.table(
  'product_totals',
  {
    grain: text('grain').$type<'DAY' | 'MONTH' | 'YEAR' | 'ALL'>().notNull(),
    /** The first day of the period; `-infinity` for all days. */
    period: day('period').notNull(),
    ...key,
    ...figures,
  },
  (table) => [
    primaryKey({
      columns: [table.grain, table.period, table.class, table.currency, table.productId, table.sku],
    }),
    check('product_totals_grain_known', sql`${table.grain} in ('DAY', 'MONTH', 'YEAR', 'ALL')`),
  ],
);

/**
 * The numbers of documents by which products are ranked over all currencies, from the rows of months, years and all days: one row
 * for each product, with the numbers of all classes. `advance_product_totals` writes it with those rows.
 */
export const productRanks = billing.table(
  'product_ranks',
  {
    grain: text('grain').$type<'MONTH' | 'YEAR' | 'ALL'>().notNull(),
    period: day('period').notNull(),
    productId: key.productId,
    sku: key.sku,
    /** By the number of the class, from 0, which is the first element; null for a class without documents. */
    invoices: integer('invoices').array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.grain, table.period, table.productId, table.sku] }),
    check('product_ranks_grain_known', sql`${table.grain} in ('MONTH', 'YEAR', 'ALL')`),
  ],
);

/** Differences by day that are to be added to `product_totals`. Whoever changes documents adds rows, and waits for nobody. */
export const productDeltas = billing.table('product_deltas', {
  position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  day: day('day').notNull(),
  ...key,
  ...figures,
});

/** Imported invoices whose lines are not in the totals yet: one row for each transaction of an import. */
export const productBacklog = billing.table('product_backlog', {
  position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  firstId: uuid('first_id').notNull(),
  lastId: uuid('last_id').notNull(),
  ids: uuid('ids').array().notNull(),
});
