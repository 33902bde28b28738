import { bigint, index, integer, text, uuid } from '#platform/database/drizzle-tables.ts';
import { billing, day, instant, minorUnits } from './columns.ts';
import type { InvoiceKind } from './domain/invoice-origin.ts';

/**
 * Which ids each transaction of an import gave out. They ascend with time, so the invoices of a job are a stretch of the
 * primary key, and need no index of their own.
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
 * Imported invoices whose sums no message tells of yet: those of each transaction of an import, by id. An import is to be
 * fast, so whoever calls `announce_imports` adds them up soon after.
 */
export const unannouncedImports = billing.table('unannounced_imports', {
  position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  jobId: uuid('job_id').notNull(),
  firstId: uuid('first_id').notNull(),
  lastId: uuid('last_id').notNull(),
  /** Those that were given; the ones that billing had already are not in the ledger under these ids. */
  ids: uuid('ids').array().notNull(),
});

/** The imports that are being undone, or were: only invoices of these may be deleted after they were issued. */
export const importUndos = billing.table('import_undos', {
  jobId: uuid('job_id').primaryKey(),
  begunAt: instant('begun_at').notNull().defaultNow(),
  /** Null until every invoice of the job was looked at. */
  endedAt: instant('ended_at'),
  removedInvoices: bigint('removed_invoices', { mode: 'number' }).notNull().default(0),
});

/** What was removed with an import, for those who must account for it. */
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
