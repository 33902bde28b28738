import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  numeric,
  pgSchema,
  text,
  timestamp,
  unique,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { createDeadLetterTable } from '#platform/event-log/dead-letters/dead-letters.ts';
import { createReaderOffsetTable } from '#platform/event-log/reader-offsets.ts';

/** The sink's own schema; no other context reads or writes it. */
export const sink = pgSchema('sink');

/** Milliseconds, as precise as an instant in JavaScript. */
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'string' });

/**
 * The CSV files as they are when all rows are written. Rows are placed in them by the transaction that stores them, one
 * at a time under a lock, so that the files follow from the tables alone.
 */
export const csvFiles = sink.table(
  'csv_files',
  {
    id: integer('id').primaryKey(),
    name: text('name').notNull().unique('csv_files_name_unique'),
    day: date('day', { mode: 'string' }).notNull(),
    firstSequence: bigint('first_sequence', { mode: 'bigint' }).notNull(),
    rowCount: integer('row_count').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    createdAt: instant('created_at').notNull().default(sql`now()`),
  },
  (table) => [
    check('csv_files_not_empty', sql`${table.rowCount} > 0 and ${table.bytes} > 0`),
    check('csv_files_counted_from_one', sql`${table.id} > 0 and ${table.firstSequence} > 0`),
  ],
);

/** One row for each message, whatever number of times the log has it. */
export const invoices = sink.table(
  'invoices',
  {
    /** Counts rows from 1 in the order of commits, without gaps. */
    sequence: bigint('sequence', { mode: 'bigint' }).primaryKey(),
    id: uuid('id').notNull().unique('invoices_id_unique'),
    /** `id` and `source` of the CloudEvent; together they make the message the same message. */
    eventId: text('event_id').notNull(),
    eventSource: text('event_source').notNull(),
    invoiceNumber: text('invoice_number').notNull(),
    customerName: text('customer_name').notNull(),
    customerId: text('customer_id'),
    /** Exact, in the currency's unit, with all its decimals. */
    amount: numeric('amount').notNull(),
    currency: text('currency').notNull(),
    issuedAt: instant('issued_at').notNull(),
    /** The date on the invoice. */
    issueDate: date('issue_date', { mode: 'string' }).notNull(),
    /** True if a simulator made the invoice up. */
    isSimulated: boolean('is_simulated').notNull(),
    storedAt: instant('stored_at').notNull().default(sql`now()`),
    /** Its place in the log. */
    logPartition: integer('log_partition').notNull(),
    logOffset: bigint('log_offset', { mode: 'bigint' }).notNull(),
    csvFileId: integer('csv_file_id')
      .notNull()
      .references(() => csvFiles.id),
    /** The beginning of its row in the CSV file, in bytes. */
    csvStart: bigint('csv_start', { mode: 'number' }).notNull(),
  },
  (table) => [
    unique('invoices_event_unique').on(table.eventId, table.eventSource),
    check('invoices_currency_form', sql`${table.currency} ~ '^[A-Z]{3}$'`),
    check('invoices_amount_is_a_number', sql`${table.amount} <> 'NaN' and abs(${table.amount}) < 'Infinity'`),
    index('invoices_by_number').on(table.invoiceNumber),
    index('invoices_by_issue').on(table.issuedAt),
    index('invoices_by_issue_date').on(table.issueDate),
  ],
);

/** The offset up to which each partition of the log is stored; written with the rows. */
export const readerOffset = createReaderOffsetTable(sink);

/** Messages that cannot be stored, and why; `dead-letters` of the event log lists and replays them. */
export const deadLetters = createDeadLetterTable(sink);
