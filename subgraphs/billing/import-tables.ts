import { sql } from '#platform/database/drizzle.ts';
import { bigint, index, integer, text, uniqueIndex, uuid } from '#platform/database/drizzle-tables.ts';
import { billing, day, instant, minorUnits } from './columns.ts';
import type { InvoiceKind } from './domain/invoice-origin.ts';
import { payments } from './payment-tables.ts';

/**
 * The range of ids that each transaction of an import gave out. Ids ascend with time, so the invoices of a job are a range
 * of the primary key and need no index of their own.
 */
export const importChunks = billing.table(
  'import_chunks',
  {
    jobId: uuid('job_id').notNull(),
    firstId: uuid('first_id').notNull(),
    lastId: uuid('last_id').notNull(),
  },
  (table) => [index('import_chunks_by_job').on(table.jobId, table.firstId)],
);

/**
 * Ranges of imported invoices that are not announced yet, one for each transaction of an import. Imports must be fast, so
 * `announce_imports` adds the invoices up soon after.
 */
export const unannouncedImports = billing.table('unannounced_imports', {
  position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  jobId: uuid('job_id').notNull(),
  firstId: uuid('first_id').notNull(),
  lastId: uuid('last_id').notNull(),
  /** The given ids; invoices that billing had already are not in the ledger under these ids. */
  ids: uuid('ids').array().notNull(),
});

/**
 * Payments that came many at once, from files or by the undo of one, and are not announced yet; a row for each statement.
 * `announce_payments` adds them up soon after.
 */
export const unannouncedPayments = billing.table('unannounced_payments', {
  position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  ids: uuid('ids').array().notNull(),
});

/** The imports that are or were undone: only their invoices may be deleted after issue. */
export const importUndos = billing.table('import_undos', {
  jobId: uuid('job_id').primaryKey(),
  begunAt: instant('begun_at').notNull().defaultNow(),
  /** Null until every invoice of the job was processed. */
  endedAt: instant('ended_at'),
  removedInvoices: bigint('removed_invoices', { mode: 'number' }).notNull().default(0),
});

/** The invoices that were removed with an import, for audits. */
export const removedInvoices = billing.table(
  'removed_invoices',
  {
    id: uuid('id').primaryKey(),
    jobId: uuid('job_id')
      .notNull()
      .references(() => importUndos.jobId),
    importRow: bigint('import_row', { mode: 'bigint' }).notNull(),
    number: text('number').notNull(),
    kind: text('kind').$type<InvoiceKind>().notNull(),
    customerId: uuid('customer_id'),
    customerName: text('customer_name').notNull(),
    currency: text('currency').notNull(),
    netMinor: minorUnits('net_minor').notNull(),
    taxMinor: minorUnits('tax_minor').notNull(),
    totalMinor: minorUnits('total_minor').notNull(),
    lineCount: integer('line_count').notNull(),
    issueDate: day('issue_date').notNull(),
    issuedAt: instant('issued_at').notNull(),
    importedAt: instant('imported_at').notNull(),
    removedAt: instant('removed_at').notNull().defaultNow(),
  },
  (table) => [index('removed_invoices_by_job').on(table.jobId, table.importRow)],
);

/**
 * The entries of files that became payments, by the key under which the same entry is recognised in another file. When the
 * import is undone, a reversal takes the payment back and frees the key.
 */
export const paymentEntries = billing.table(
  'payment_entries',
  {
    paymentId: uuid('payment_id')
      .primaryKey()
      .references(() => payments.id),
    /** The bank's identification of the entry, or else the figures of the payment. */
    entryKey: text('entry_key').notNull(),
    jobId: uuid('job_id').notNull(),
    /** The number of its record in the file, from 1. */
    jobRow: bigint('job_row', { mode: 'bigint' }).notNull(),
    /** The reversal of an undo. */
    reversalId: uuid('reversal_id').references(() => payments.id),
  },
  (table) => [
    uniqueIndex('payment_entries_key_unique').on(table.entryKey).where(sql`${table.reversalId} is null`),
    index('payment_entries_by_job').on(table.jobId, table.paymentId),
  ],
);
