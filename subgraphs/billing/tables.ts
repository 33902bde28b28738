import { isTaxTreatment } from '#kernel/tax-columns.ts';
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
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import type { ExemptCategory } from '#schema/tax-category.ts';
import { billing, day, instant, minorUnits } from './columns.ts';
import type { Adjustment, DocumentAdjustment } from './domain/adjustment.ts';
import type { ApprovalAction } from './domain/approval.ts';
import type { InvoiceKind, InvoiceOrigin } from './domain/invoice-origin.ts';
import type { InvoiceStatus } from './domain/invoice-status.ts';
import { exactJson } from './exact-json.ts';

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
/** Limits a text to so many code points; bytes are counted first, as that is faster and mostly enough. */
const atMost = (column: AnyPgColumn, length: number) => {
  const bound = sql.raw(String(length));
  return sql`(octet_length(${column}) <= ${bound} or char_length(${column}) <= ${bound})`;
};

/** Orders our own numbers by year and sequence, not by their text. */
export const ownNumber = sql.raw('("series"::bigint * 1000000000 + "sequence")');

/**
 * Invoices: billing's own ones, drafts included, and imported ones of other systems. Columns that a draft does not have
 * yet are null; columns that were frozen by issuing or importing are guarded by the trigger `invoice_guard` of the
 * migrations.
 *
 * Millions are imported at once. For an imported row, conditions that concern only our own invoices therefore end at
 * the first comparison, and indexes leave out rows that no query looks for in them.
 */
export const invoices = billing.table(
  'invoices',
  {
    id: uuid('id').primaryKey(),
    status: text('status').$type<InvoiceStatus>().notNull(),
    origin: text('origin').$type<InvoiceOrigin>().notNull().default('OWN'),
    kind: text('kind').$type<InvoiceKind>().notNull().default('INVOICE'),
    /** For an imported invoice: the job of the batch worker, and the number of its first record in the file, from 1. */
    importJobId: uuid('import_job_id'),
    importRow: bigint('import_row', { mode: 'bigint' }),
    /**
     * The series (year of the issue date) of the kind and the place in it; together they make the number. Imported
     * ones have none.
     */
    series: smallint('series'),
    sequence: integer('sequence'),
    number: text('number').unique('invoices_number_unique'),
    /** Null on an imported invoice without a known customer. */
    customerId: uuid('customer_id'),
    /** On a draft, the name at the time of its last change, for searches; frozen by issuing. */
    customerName: text('customer_name').notNull(),
    customerAddressLines: text('customer_address_lines').array(),
    customerCountryCode: text('customer_country_code'),
    customerTaxNumber: text('customer_tax_number'),
    /**
     * The row of `sellers` with the seller's data at the time of issue; null where none were configured. Without a foreign
     * key, which would cost imports a look-up for each row: rows of `sellers` are never removed.
     */
    sellerId: integer('seller_id'),
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
     * True if the tax of a rate is the sum of its lines' taxes: on invoices that were issued before the tax of a rate
     * was rounded once (EN 16931 BR-CO-17), and on imported ones whose total shows it.
     */
    isTaxedByLine: boolean('is_taxed_by_line').notNull().default(false),
    /** True if the unit prices, allowances and charges of the document and its lines include tax. */
    pricesIncludeTax: boolean('prices_include_tax').notNull().default(false),
    /** The allowances and charges on the whole document, with their parts by tax; null for none. */
    adjustments: exactJson<readonly DocumentAdjustment[]>('adjustments'),
    /** Payments less reversals and refunds, and credit notes: sums that only the triggers of these change. */
    paidMinor: minorUnits('paid_minor').notNull().default(sql`0`),
    creditedMinor: minorUnits('credited_minor').notNull().default(sql`0`),
    /** The number of payments and refunds that are not reversed; the trigger of payments counts them. */
    reversibleEntries: integer('reversible_entries').notNull().default(0),
    /** The action that waits for approval (`approval-tables.ts`); null if none does. */
    pendingAction: text('pending_action').$type<ApprovalAction>(),
    /** The time from which nothing was left to pay; null while something is. */
    settledAt: instant('settled_at'),
    voidedAt: instant('voided_at'),
    /** On a credit note of our own, the invoice that it credits. */
    creditedInvoiceId: uuid('credited_invoice_id'),
    /**
     * The class of the invoice, a number of its origin, kind and status. Indexes of lists begin with it, so that no list reads
     * through the invoices of one class to reach those of another; most orders follow the time, and so does the class. It is a
     * column, as PostgreSQL answers a query from an index alone only if the index has plain columns.
     */
    listClass: smallint('list_class')
      .notNull()
      .generatedAlwaysAs(sql`"billing".to_list_class(origin, kind, status)`),
  },
  (table) => [
    // The bounds of the API and the batch worker, for whoever writes.
    check(
      'invoices_text_lengths',
      sql`${atMost(table.customerName, invoiceBounds.customerNameLength)} and ${atMost(table.externalReference, invoiceBounds.externalReferenceLength)} and ${atMost(table.note, invoiceBounds.noteLength)}`,
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
      sql`${table.origin} = 'IMPORTED' or (${table.origin} = 'OWN' and ${table.kind} in ('INVOICE', 'CREDIT_NOTE') and (${table.kind} = 'CREDIT_NOTE') = (${table.creditedInvoiceId} is not null) and (${table.customerId} is not null or ${table.kind} = 'CREDIT_NOTE') and num_nonnulls(${table.importJobId}, ${table.importRow}) = 0)`,
    ),
    check(
      'invoices_issued_is_complete',
      sql`${table.origin} = 'IMPORTED' or ${table.status} = 'DRAFT' or (num_nulls(${table.series}, ${table.sequence}, ${table.number}, ${table.issueDate}, ${table.issuedAt}, ${table.customerAddressLines}) = 0 and (${table.lineCount} > 0 or ${table.kind} = 'CREDIT_NOTE'))`,
    ),
    check(
      'invoices_imported_is_complete',
      sql`${table.origin} = 'OWN' or (${table.status} <> 'DRAFT' and ${table.kind} in ('INVOICE', 'CREDIT_NOTE') and num_nulls(${table.importJobId}, ${table.importRow}, ${table.number}, ${table.issueDate}, ${table.issuedAt}, ${table.customerAddressLines}) = 0 and num_nonnulls(${table.series}, ${table.sequence}) = 0 and ${table.importRow} > 0 and ${table.lineCount} >= 0 and ${table.number} <> '' and (octet_length(${table.number}) <= 64 or length(${table.number}) <= 64))`,
    ),
    check(
      'invoices_number_form',
      sql`${table.origin} = 'IMPORTED' or ${table.number} ~ ('^[^0-9]{0,20}' || ${table.series} || '[^0-9]{1,3}0*' || ${table.sequence} || '$')`,
    ),
    check(
      'invoices_seller_of_own',
      sql`${table.sellerId} is null or (${table.origin} = 'OWN' and ${table.status} <> 'DRAFT')`,
    ),
    check(
      'invoices_series_is_year',
      sql`${table.series} is null or ${table.series} = extract(year from ${table.issueDate}) and ${table.sequence} > 0`,
    ),
    check(
      'invoices_settlement_in_bounds',
      sql`${table.paidMinor} = 0 and ${table.creditedMinor} = 0 or (${table.kind} = 'INVOICE' and ${table.status} in ('ISSUED', 'PAID') and ${table.paidMinor} between 0 and ${table.totalMinor} and ${table.creditedMinor} between 0 and ${table.totalMinor})`,
    ),
    check(
      'invoices_pending_is_issued',
      sql`${table.pendingAction} is null or (${table.pendingAction} in ('REVERSE_PAYMENT', 'CREDIT', 'VOID') and ${table.status} in ('ISSUED', 'PAID'))`,
    ),
    check('invoices_void_has_time', sql`(${table.status} = 'VOID') = (${table.voidedAt} is not null)`),
    check('invoices_settled_is_paid', sql`${table.settledAt} is null or ${table.status} = 'PAID'`),
    check('invoices_credited_by_own', sql`${table.creditedInvoiceId} is null or ${table.origin} = 'OWN'`),
    index('invoices_by_credited_invoice')
      .on(table.creditedInvoiceId)
      .where(sql`${table.creditedInvoiceId} is not null`),
    uniqueIndex('invoices_series_sequence_unique')
      .on(table.kind, table.series, table.sequence)
      .where(sql`${table.series} is not null`),
    uniqueIndex('invoices_external_reference_unique')
      .on(table.externalReference)
      .where(sql`${table.externalReference} is not null`),
    index('invoices_by_customer')
      .on(table.customerId, table.id, table.listClass, table.issueDate, table.currency)
      .where(sql`${table.customerId} is not null`),
    index('invoices_open_by_customer')
      .on(table.customerId, table.dueDate, table.id)
      .where(
        sql`${table.status} = 'ISSUED' and ${table.kind} = 'INVOICE' and ${table.customerId} is not null`,
      ),
    // Lists in each order (store/list-class.ts). The columns after the id are read by filters: a page far from those that
    // pass is found without reading the invoices between.
    index('invoices_by_class').on(table.listClass, table.id, table.issueDate, table.dueDate, table.currency),
    index('invoices_by_issue_date')
      .on(table.listClass, table.issueDate, table.id, table.dueDate, table.currency)
      .where(sql`${table.issueDate} is not null`),
    // No import gives a due date: those without one are in the order of `invoices_by_class`.
    index('invoices_by_due_date')
      .on(table.listClass, table.dueDate, table.id, table.issueDate, table.currency)
      .where(sql`${table.dueDate} is not null or ${table.listClass} < 8`),
    index('invoices_by_total').on(
      table.listClass,
      table.totalMinor,
      table.id,
      table.issueDate,
      table.dueDate,
      table.currency,
    ),
    index('invoices_by_update').on(
      table.listClass,
      table.updatedAt,
      table.id,
      table.issueDate,
      table.dueDate,
      table.currency,
    ),
    index('invoices_by_own_number')
      .on(
        table.listClass,
        ownNumber,
        table.id,
        table.issueDate,
        table.dueDate,
        table.currency,
        table.series,
        table.sequence,
      )
      .where(sql`${table.series} is not null`),
    // Without the id: equal keys are stored once, so that imports write a fourth of it.
    index('invoices_by_currency').on(table.currency),
  ],
);

/**
 * The lines of invoices. A line never changes after its invoice was issued. Only imported lines may have a stock
 * keeping unit of their own or a quantity below zero, as on credit notes. The triggers `invoice_lines_guard` guard
 * both.
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
    /** Ten-thousandths of a unit. */
    quantityE4: bigint('quantity_e4', { mode: 'bigint' }).notNull(),
    unit: text('unit').notNull(),
    /** Millionths of a minor unit. */
    unitPriceMicro: bigint('unit_price_micro', { mode: 'bigint' }).notNull(),
    /** Thousandths of a percent. */
    taxRateMilli: integer('tax_rate_milli').notNull(),
    /** Null for the standard and the zero rate, which the rate tells apart. */
    taxCategory: text('tax_category').$type<ExemptCategory>(),
    taxExemptionReason: text('tax_exemption_reason'),
    /** The allowances and charges of the line; null for none. */
    adjustments: exactJson<readonly Adjustment[]>('adjustments'),
    /** Net and tax, of which the net is a part; null if the prices do not include tax. */
    grossMinor: minorUnits('gross_minor'),
    netMinor: minorUnits('net_minor').notNull(),
    /**
     * For information only: an invoice's tax is the sum of the taxes of its rates. Those of a credit note of our own add
     * up to its tax.
     */
    taxMinor: minorUnits('tax_minor').notNull(),
    /**
     * On a credit note of our own, the line of the invoice that this one credits. There is no foreign key, which would
     * cost every imported line; the trigger `invoice_lines_guard_insert` checks it.
     */
    creditedLineId: uuid('credited_line_id'),
  },
  (table) => [
    unique('invoice_lines_position_unique').on(table.invoiceId, table.position),
    check(
      'invoice_lines_text_lengths',
      sql`${atMost(table.sku, invoiceBounds.skuLength)} and ${atMost(table.description, invoiceBounds.descriptionLength)} and ${atMost(table.unit, invoiceBounds.unitLength)}`,
    ),
    check('invoice_lines_position_positive', sql`${table.position} > 0`),
    check('invoice_lines_product_has_sku', sql`${table.productId} is null or ${table.sku} is not null`),
    check('invoice_lines_price_not_negative', sql`${table.unitPriceMicro} >= 0`),
    check('invoice_lines_tax_rate_percent', sql`${table.taxRateMilli} between 0 and 100000`),
    check('invoice_lines_tax_category_fits', isTaxTreatment(table)),
    // PostgreSQL rounds a half of a numeric away from zero, as divideHalfUp does.
    check(
      'invoice_lines_net_half_up',
      sql`${table.creditedLineId} is not null or coalesce(${table.grossMinor}, ${table.netMinor}) = round(${table.quantityE4} * 0.0000000001 * ${table.unitPriceMicro}) + case when ${table.adjustments} is null then 0 else "billing".sum_adjustments(${table.adjustments}) end`,
    ),
    check(
      'invoice_lines_tax_half_up',
      sql`${table.creditedLineId} is not null or ${table.taxMinor} = case when ${table.grossMinor} is null then round(${table.netMinor} * 0.00001 * ${table.taxRateMilli}) else ${table.grossMinor} - ${table.netMinor} end`,
    ),
    index('invoice_lines_by_credited_line')
      .on(table.creditedLineId)
      .where(sql`${table.creditedLineId} is not null`),
    index('invoice_lines_by_product')
      .on(table.productId, table.invoiceId)
      .where(sql`${table.productId} is not null`),
    // Less than one from the exact net: the nets of a tax group are allocated to whole minor units.
    check(
      'invoice_lines_net_of_gross',
      sql`${table.grossMinor} is null or abs(${table.netMinor} * (100000.0 + ${table.taxRateMilli}) - ${table.grossMinor} * 100000.0) < 100000 + ${table.taxRateMilli}`,
    ),
  ],
);

/**
 * The searchable texts of each invoice, in lower case, one on each line. Triggers write those of our own invoices at
 * once; `fill_invoice_search` writes those of imported ones soon after the import, so that imports stay fast.
 */
export const invoiceSearch = billing.table(
  'invoice_search',
  {
    invoiceId: uuid('invoice_id').primaryKey(),
    text: text('text').notNull(),
  },
  (table) => [
    // A short list of unsorted entries: every search reads the list, and the write that fills it sorts it in.
    index('invoice_search_by_trigram')
      .using('gin', table.text.op('gin_trgm_ops'))
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

/** The first answers to repeatable calls (`#platform/database/idempotency.ts`). */
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
 * Messages on their way to the event log, written in the transaction of their event and deleted once the log has them.
 * The trigger `outbox_order` gives positions: for messages of one key they follow the order of commits.
 */
export const outbox = billing.table(
  'outbox',
  {
    position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    eventId: uuid('event_id').notNull().unique('outbox_event_id_unique'),
    key: text('key').notNull(),
    value: bytes('value').notNull(),
    headers: jsonb('headers').$type<Readonly<Record<string, string>>>().notNull(),
    /** The time of the event. */
    occurredAt: instant('occurred_at').notNull(),
    /** By the database's clock, to compute how long a message has waited. */
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (table) => [check('outbox_headers_object', sql`jsonb_typeof(${table.headers}) = 'object'`)],
);

export type InvoiceRow = typeof invoices.$inferSelect;
export type InvoiceLineRow = typeof invoiceLines.$inferSelect;
