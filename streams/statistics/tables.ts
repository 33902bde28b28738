import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  customType,
  integer,
  pgSchema,
  primaryKey,
  text,
} from '#platform/database/drizzle-tables.ts';
import { createDeadLetterTable } from '#platform/event-log/dead-letters/dead-letters.ts';
import { createReaderOffsetTable } from '#platform/event-log/reader-offsets.ts';

/** The statistics' own schema; no other context reads or writes it. Each figure adds its tables in its own folder. */
export const statistics = pgSchema('statistics');

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

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
  settled: bigint('settled', { mode: 'number' }).notNull().default(0),
  repeated: bigint('repeated', { mode: 'number' }).notNull(),
  dead: bigint('dead', { mode: 'number' }).notNull(),
  ahead: bigint('ahead', { mode: 'number' }).notNull(),
  late: bigint('late', { mode: 'number' }).notNull(),
  streamTimeMs: bigint('stream_time_ms', { mode: 'number' }).notNull(),
  /** All invoices from this offset on are in `received_batches`. */
  receivedFrom: bigint('received_from', { mode: 'bigint' }).notNull().default(sql`0`),
});

/** Records that are no messages, whole, with what is wrong with them. */
export const deadLetters = createDeadLetterTable(statistics);
