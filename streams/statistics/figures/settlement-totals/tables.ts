import { bigint, integer, primaryKey, text } from '#platform/database/drizzle-tables.ts';
import { statistics } from '../../tables.ts';
import type { SettlementKind } from '../settlement.ts';
import { sumColumns } from '../sum-columns.ts';

/** All-time totals of a partition's payments, credit notes and voided invoices; the sum over partitions is the total. */
export const settlementTotals = statistics.table(
  'settlement_totals',
  {
    partition: integer('partition').notNull(),
    currency: text('currency').notNull(),
    kind: text('kind').$type<SettlementKind>().notNull(),
    ...sumColumns,
  },
  (table) => [primaryKey({ columns: [table.partition, table.currency, table.kind] })],
);

/** Their totals by window: the windows shown, and the slices of the sliding figure. */
export const settlementWindows = statistics.table(
  'settlement_windows',
  {
    partition: integer('partition').notNull(),
    sizeMs: integer('size_ms').notNull(),
    startMs: bigint('start_ms', { mode: 'number' }).notNull(),
    currency: text('currency').notNull(),
    kind: text('kind').$type<SettlementKind>().notNull(),
    ...sumColumns,
  },
  (table) => [
    primaryKey({ columns: [table.partition, table.sizeMs, table.startMs, table.currency, table.kind] }),
  ],
);
