import { sql } from '#platform/database/drizzle.ts';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { billing, day, instant, minorUnits } from './columns.ts';
import type { InvoiceKind, InvoiceOrigin } from './domain/invoice-origin.ts';
import type { InvoiceStatus } from './domain/invoice-state.ts';

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
/** In code points; most texts have no more bytes than that, which are counted faster. */
const atMost = (column: AnyPgColumn, length: number) => {
  const bound = sql.raw(String(length));
  return sql`(octet_length(${column}) <= ${bound} or char_length(${column}) <= ${bound})`;
};

/**
 * Invoices: billing's own from draft on, and those of other systems as they were imported. What a draft has not yet is
 * null; what issuing or the import froze is guarded by the trigger `invoice_guard` of the migrations.
 *
 * Millions are imported at once. What concerns our own invoices alone is therefore settled for an imported row at the
 * first comparison, and an index has no entry for a row that nobody would look for in it.
 */
export const invoices = billing.table(
  'invoices',
  {
    id: uuid('id').primaryKey(),
    status: text('status').$type<InvoiceStatus>().notNull(),
    origin: text('origin').$type<InvoiceOrigin>().notNull().default('OWN'),
    kind: text('kind').$type<InvoiceKind>().notNull().default('INVOICE'),
    /** Of an imported invoice: the job of the batch worker, and the first record of the file that tells of it, from 1. */
    importJobId: uuid('import_job_id'),
    importRow: bigint('import_row', { mode: 'bigint' }),
    /** The series (year of the issue date) and the place in it; together they make the number. Imported ones have none. */
    series: smallint('series'),
    sequence: integer('sequence'),
    number: text('number').unique('invoices_number_unique'),
    /** Null on an imported invoice whose customer nobody knows. */
    customerId: uuid('customer_id'),
    /** On a draft the name when the draft was last written, for searches; frozen by issuing. */
    customerName: text('customer_name').notNull(),
    customerAddressLines: text('customer_address_lines').array(),
    customerCountryCode: text('customer_country_code'),
    customerTaxNumber: text('customer_tax_number'),
    currency: text('currency').notNull(),
    lineCount: integer('line_count').notNull(),
    netMinor: minorUnits('net_minor').notNull(),
    taxMinor: minorUnits('tax_minor').notNull(),
    totalMinor: minorUnits('total_minor').notNull(),
    issueDate: day('issue_date'),
    issuedAt: instant('issued_at'),
    dueDate: day('due_date'),
    externalReference: text('external_reference'),
    note: text('note'),
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /**
     * If the tax of a rate is the sum of its lines' taxes, as on invoices that were issued before the tax of a rate was
     * rounded once (EN 16931 BR-CO-17), and on imported ones whose total says so.
     */
    isTaxedByLine: boolean('is_taxed_by_line').notNull().default(false),
  },
  (table) => [
    // What the API and the batch worker let in, whoever writes.
    check(
      'invoices_text_lengths',
      sql`${atMost(table.customerName, 500)} and ${atMost(table.externalReference, 100)} and ${atMost(table.note, 2_000)}`,
    ),
    check('invoices_status_known', sql`${table.status} in ('DRAFT', 'ISSUED', 'PAID', 'VOID')`),
    check('invoices_currency_form', sql`${table.currency} ~ '^[A-Z]{3}$'`),
    check('invoices_version_positive', sql`${table.version} > 0`),
    check(
      'invoices_total_is_net_and_tax',
      sql`${table.totalMinor} = ${table.netMinor} + ${table.taxMinor} and (${table.netMinor} >= 0 and ${table.taxMinor} >= 0 or ${table.kind} = 'CREDIT_NOTE')`,
    ),
    check(
      'invoices_draft_is_unnumbered',
      sql`${table.status} <> 'DRAFT' or num_nonnulls(${table.series}, ${table.sequence}, ${table.number}, ${table.issueDate}, ${table.issuedAt}, ${table.customerAddressLines}, ${table.customerCountryCode}, ${table.customerTaxNumber}) = 0`,
    ),
    check(
      'invoices_own_is_whole',
      sql`${table.origin} = 'IMPORTED' or (${table.origin} = 'OWN' and ${table.kind} = 'INVOICE' and ${table.customerId} is not null and num_nonnulls(${table.importJobId}, ${table.importRow}) = 0)`,
    ),
    check(
      'invoices_issued_is_complete',
      sql`${table.origin} = 'IMPORTED' or ${table.status} = 'DRAFT' or (num_nulls(${table.series}, ${table.sequence}, ${table.number}, ${table.issueDate}, ${table.issuedAt}, ${table.customerAddressLines}) = 0 and ${table.lineCount} > 0)`,
    ),
    check(
      'invoices_imported_is_complete',
      sql`${table.origin} = 'OWN' or (${table.status} <> 'DRAFT' and ${table.kind} in ('INVOICE', 'CREDIT_NOTE') and num_nulls(${table.importJobId}, ${table.importRow}, ${table.number}, ${table.issueDate}, ${table.issuedAt}, ${table.customerAddressLines}) = 0 and num_nonnulls(${table.series}, ${table.sequence}) = 0 and ${table.importRow} > 0 and ${table.lineCount} >= 0 and ${table.number} <> '' and (octet_length(${table.number}) <= 64 or length(${table.number}) <= 64))`,
    ),
    check(
      'invoices_number_form',
      sql`${table.origin} = 'IMPORTED' or ${table.number} = ${table.series} || '-' || lpad(${table.sequence}::text, greatest(6, length(${table.sequence}::text)), '0')`,
    ),
    check(
      'invoices_series_is_year',
      sql`${table.series} is null or ${table.series} = extract(year from ${table.issueDate}) and ${table.sequence} > 0`,
    ),
    uniqueIndex('invoices_series_sequence_unique')
      .on(table.series, table.sequence)
      .where(sql`${table.series} is not null`),
    uniqueIndex('invoices_external_reference_unique')
      .on(table.externalReference)
      .where(sql`${table.externalReference} is not null`),
    index('invoices_by_customer').on(table.customerId, table.id).where(sql`${table.customerId} is not null`),
    index('invoices_unpaid_by_due_date')
      .on(table.dueDate)
      .where(sql`${table.status} = 'ISSUED' and ${table.dueDate} is not null`),
    // Days follow the order in which rows were written, more or less: summaries of block ranges find them, and cost an
    // import next to nothing. Several partitions of a file lie side by side, hence several days for each range.
    index('invoices_by_issue_date')
      .using('brin', table.issueDate.op('date_minmax_multi_ops'))
      .with({ autosummarize: true }),
  ],
);

/**
 * What is invoiced. Once its invoice is issued, a line never changes. Only imported lines have a stock keeping unit of
 * their own or a quantity below zero, as on credit notes. Both are guarded by the triggers `invoice_lines_guard`.
 */
export const invoiceLines = billing.table(
  'invoice_lines',
  {
    id: uuid('id').primaryKey(),
    invoiceId: uuid('invoice_id')
      .notNull()
      .references(() => invoices.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    productId: uuid('product_id'),
    sku: text('sku'),
    description: text('description').notNull(),
    /** Thousandths of a unit. */
    quantityMilli: bigint('quantity_milli', { mode: 'bigint' }).notNull(),
    unit: text('unit').notNull(),
    /** Millionths of a minor unit. */
    unitPriceMicro: bigint('unit_price_micro', { mode: 'bigint' }).notNull(),
    /** Thousandths of a percent. */
    taxRateMilli: integer('tax_rate_milli').notNull(),
    netMinor: minorUnits('net_minor').notNull(),
    /** For information: the invoice's tax is that of its rates. */
    taxMinor: minorUnits('tax_minor').notNull(),
  },
  (table) => [
    unique('invoice_lines_position_unique').on(table.invoiceId, table.position),
    check(
      'invoice_lines_text_lengths',
      sql`${atMost(table.sku, 64)} and ${atMost(table.description, 500)} and ${atMost(table.unit, 20)}`,
    ),
    check('invoice_lines_position_positive', sql`${table.position} > 0`),
    check('invoice_lines_product_has_sku', sql`${table.productId} is null or ${table.sku} is not null`),
    check('invoice_lines_price_not_negative', sql`${table.unitPriceMicro} >= 0`),
    check('invoice_lines_tax_rate_percent', sql`${table.taxRateMilli} between 0 and 100000`),
    // PostgreSQL rounds a half of a numeric away from zero, as divideHalfUp does.
    check(
      'invoice_lines_net_half_up',
      sql`${table.netMinor} = round(${table.quantityMilli} * 0.000000001 * ${table.unitPriceMicro})`,
    ),
    check(
      'invoice_lines_tax_half_up',
      sql`${table.taxMinor} = round(${table.netMinor} * 0.00001 * ${table.taxRateMilli})`,
    ),
    index('invoice_lines_by_product').on(table.productId).where(sql`${table.productId} is not null`),
  ],
);

/**
 * The texts of each invoice by which it is searched, in lower case, one a line. Those of our own invoices are written with
 * them, by triggers; those of imported ones soon after, by whoever calls `fill_invoice_search`, as an import is to be fast.
 */
export const invoiceSearch = billing.table(
  'invoice_search',
  {
    invoiceId: uuid('invoice_id').primaryKey(),
    text: text('text').notNull(),
  },
  (table) => [
    // A short list of entries that are not sorted in: every search reads it, and whoever fills it up sorts it in.
    index('invoice_search_by_trigram')
      .using('gin', table.text.op('gin_trgm_ops'))
      .with({ gin_pending_list_limit: 512 }),
  ],
);

/** Which invoices are not in `invoice_search` yet: of a job, or of all there were before, those with ids in a stretch. */
export const searchBacklog = billing.table('search_backlog', {
  position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  jobId: uuid('job_id'),
  firstId: uuid('first_id').notNull(),
  lastId: uuid('last_id').notNull(),
});

/** The counter of each year's numbers. Its row is locked by whoever takes a number, until they commit. */
export const invoiceSeries = billing.table(
  'invoice_series',
  {
    series: smallint('series').primaryKey(),
    nextSequence: integer('next_sequence').notNull(),
    newestIssueDate: day('newest_issue_date').notNull(),
  },
  (table) => [
    check('invoice_series_next_in_range', sql`${table.nextSequence} between 2 and 1000000000`),
    check('invoice_series_is_year', sql`${table.series} = extract(year from ${table.newestIssueDate})`),
  ],
);

/** The first answers to calls that may be repeated (`#platform/database/idempotency.ts`). */
export const idempotencyKeys = billing.table(
  'idempotency_keys',
  {
    operation: text('operation').notNull(),
    subject: text('subject').notNull(),
    key: text('key').notNull(),
    inputHash: text('input_hash').notNull(),
    result: text('result'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.operation, table.subject, table.key] }),
    index('idempotency_keys_created_at').on(table.createdAt),
  ],
);

/**
 * Messages on their way to the event log, written in the transaction of what they tell and deleted once the log has
 * them. The trigger `outbox_order` gives positions: among messages of one key they stand in the order of commits.
 */
export const outbox = billing.table(
  'outbox',
  {
    position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    eventId: uuid('event_id').notNull().unique('outbox_event_id_unique'),
    key: text('key').notNull(),
    value: bytes('value').notNull(),
    headers: jsonb('headers').$type<Readonly<Record<string, string>>>().notNull(),
    /** When what the message tells took place. */
    occurredAt: instant('occurred_at').notNull(),
    /** By the database's clock; how long a message has waited. */
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (table) => [check('outbox_headers_object', sql`jsonb_typeof(${table.headers}) = 'object'`)],
);

export type InvoiceRow = typeof invoices.$inferSelect;
export type InvoiceLineRow = typeof invoiceLines.$inferSelect;
