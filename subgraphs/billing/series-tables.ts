import { sql } from '#platform/database/drizzle.ts';
import { check, integer, primaryKey, smallint, text } from '#platform/database/drizzle-tables.ts';
import { billing, day } from './columns.ts';
import type { InvoiceKind } from './domain/invoice-origin.ts';

/** The counter of the numbers of each kind of document and each year. Taking a number locks its row until the commit. */
export const invoiceSeries = billing.table(
  'invoice_series',
  {
    kind: text('kind').$type<InvoiceKind>().notNull().default('INVOICE'),
    series: smallint('series').notNull(),
    nextSequence: integer('next_sequence').notNull(),
    newestIssueDate: day('newest_issue_date').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.series] }),
    check('invoice_series_kind_known', sql`${table.kind} in ('INVOICE', 'CREDIT_NOTE')`),
    check('invoice_series_next_in_range', sql`${table.nextSequence} between 2 and 1000000000`),
    check('invoice_series_is_year', sql`${table.series} = extract(year from ${table.newestIssueDate})`),
  ],
);
