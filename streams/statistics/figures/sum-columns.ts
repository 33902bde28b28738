import { bigint, numeric } from '#platform/database/drizzle-tables.ts';

/** The columns of a sum of invoices. Sums are exact and may outgrow 64 bits. */
export const sumColumns = {
  count: bigint('count', { mode: 'number' }).notNull(),
  amountMinor: numeric('amount_minor', { precision: 40, scale: 0 }).notNull(),
};
