import { bigint, index, text, uuid } from '#platform/database/drizzle-tables.ts';
import { billing } from './columns.ts';

/**
 * The searchable texts of each invoice, in lower case, one on each line. Triggers write those of our own invoices at
 * once; `fill_invoice_search` writes those of imported ones soon after the import, so that imports stay fast.
 *
 * The texts of lines are apart: the index finds what has all parts of a search anywhere in a column, and a number or a name would
 * have many of its parts in some line of other invoices.
 */
export const invoiceSearch = billing.table(
  'invoice_search',
  {
    invoiceId: uuid('invoice_id').primaryKey(),
    /** Number, customer, reference and note. */
    text: text('text').notNull(),
    /** Stock keeping units and descriptions; null without lines. */
    lines: text('lines'),
  },
  (table) => [
    // A short list of unsorted entries: every search reads the list, and the write that fills it sorts it in.
    index('invoice_search_by_trigram')
      .using('gin', table.text.op('gin_trgm_ops'), table.lines.op('gin_trgm_ops'))
      .with({ gin_pending_list_limit: 512 }),
  ],
);

/** The invoices that are not in `invoice_search` yet: ranges of ids, of one job or of all that were there before. */
export const searchBacklog = billing.table('search_backlog', {
  position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  jobId: uuid('job_id'),
  firstId: uuid('first_id').notNull(),
  lastId: uuid('last_id').notNull(),
});
