import { bigint, integer, primaryKey, text } from '#platform/database/drizzle-tables.ts';
import { statistics } from '../../tables.ts';
import { sumColumns } from '../sum-columns.ts';
import type { Origin } from './series.ts';

/** The origin of a figure's invoices; those of the first release all count as issued. */
const origin = () => text('origin').$type<Origin>().notNull().default('ISSUED');

/** All-time totals of a partition by origin; the sum over partitions is the total. */
export const totals = statistics.table(
  'totals',
  {
    partition: integer('partition').notNull(),
    currency: text('currency').notNull(),
    origin: origin(),
    ...sumColumns,
  },
  (table) => [primaryKey({ columns: [table.partition, table.currency, table.origin] })],
);

/** Totals by window of a partition: the windows shown, and the slices of the sliding figure. */
export const windows = statistics.table(
  'windows',
  {
    partition: integer('partition').notNull(),
    sizeMs: integer('size_ms').notNull(),
    startMs: bigint('start_ms', { mode: 'number' }).notNull(),
    currency: text('currency').notNull(),
    origin: origin(),
    ...sumColumns,
  },
  (table) => [
    primaryKey({ columns: [table.partition, table.sizeMs, table.startMs, table.currency, table.origin] }),
  ],
);
