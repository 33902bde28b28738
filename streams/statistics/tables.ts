import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  customType,
  index,
  integer,
  json,
  numeric,
  pgSchema,
  primaryKey,
  text,
  timestamp,
} from '#platform/database/drizzle-tables.ts';
import { createDeadLetterTable } from '#platform/event-log/dead-letters/dead-letters.ts';
import { createReaderOffsetTable } from '#platform/event-log/reader-offsets.ts';
import type { Origin } from './figures/live-totals/series.ts';

/** The statistics' own schema; no other context reads or writes it. */
export const statistics = pgSchema('statistics');

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

/** Sums are exact and may outgrow 64 bits. */
const figures = {
  count: bigint('count', { mode: 'number' }).notNull(),
  amountMinor: numeric('amount_minor', { precision: 40, scale: 0 }).notNull(),
};

/** The origin of a figure's invoices; those of the first release all count as issued. */
const origin = () => text('origin').$type<Origin>().notNull().default('ISSUED');

/** The position in each partition of the log up to which the figures count; written with them. */
export const readerOffset = createReaderOffsetTable(statistics);

/** The stream engine's state, for itself alone. */
export const stateEntries = statistics.table(
  'state_entries',
  {
    partition: integer('partition').notNull(),
    subtopology: integer('subtopology').notNull(),
    store: text('store').notNull(),
    key: text('key').notNull(),
    value: text('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.partition, table.subtopology, table.store, table.key] })],
);

/** By which repeats are recognised: the digests of the events that a batch brought. */
export const seenEvents = statistics.table(
  'seen_events',
  {
    partition: integer('partition').notNull(),
    nextOffset: bigint('next_offset', { mode: 'bigint' }).notNull(),
    digests: bytea('digests').notNull(),
  },
  (table) => [primaryKey({ columns: [table.partition, table.nextOffset] })],
);

/** The outcomes of each partition's records. */
export const partitionProgress = statistics.table('partition_progress', {
  partition: integer('partition').primaryKey(),
  counted: bigint('counted', { mode: 'number' }).notNull(),
  imported: bigint('imported', { mode: 'number' }).notNull().default(0),
  repeated: bigint('repeated', { mode: 'number' }).notNull(),
  dead: bigint('dead', { mode: 'number' }).notNull(),
  ahead: bigint('ahead', { mode: 'number' }).notNull(),
  late: bigint('late', { mode: 'number' }).notNull(),
  streamTimeMs: bigint('stream_time_ms', { mode: 'number' }).notNull(),
  /** All invoices from this offset on are in `received_batches`. */
  receivedFrom: bigint('received_from', { mode: 'bigint' }).notNull().default(sql`0`),
});

/** The latest invoices in the order of their partition, for those who follow them; see `received/`. */
export const receivedBatches = statistics.table(
  'received_batches',
  {
    partition: integer('partition').notNull(),
    fromOffset: bigint('from_offset', { mode: 'bigint' }).notNull(),
    nextOffset: bigint('next_offset', { mode: 'bigint' }).notNull(),
    count: integer('count').notNull(),
    /** As `json` it comes back as it was written, and nothing looks inside. */
    invoices: json('invoices').notNull(),
    storedAt: timestamp('stored_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.partition, table.nextOffset] })],
);

/** All-time totals of a partition by origin; the sum over partitions is the total. */
export const totals = statistics.table(
  'totals',
  {
    partition: integer('partition').notNull(),
    currency: text('currency').notNull(),
    origin: origin(),
    ...figures,
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
    ...figures,
  },
  (table) => [
    primaryKey({ columns: [table.partition, table.sizeMs, table.startMs, table.currency, table.origin] }),
  ],
);

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
    ...figures,
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

/** Records that are no messages, whole, with what is wrong with them. */
export const deadLetters = createDeadLetterTable(statistics);
