import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import { billing, day, instant, isAtMost, minorUnits } from './columns.ts';
import type { DocumentAdjustment } from './domain/adjustment.ts';
import type { ApprovalAction } from './domain/approval.ts';
import type { GivenDelivery } from './domain/document-details.ts';
import type { InvoiceKind, InvoiceOrigin } from './domain/invoice-origin.ts';
import type { InvoiceStatus } from './domain/invoice-status.ts';
import type { CustomerIdentity } from './domain/reference.ts';
import { exactJson } from './exact-json.ts';
import type { CustomerLanguage, OperationKind } from './generated/types.ts';
import { createListIndexes } from './list-indexes.ts';

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
    /** The index of the constraint has the class besides, so that it alone counts numbers with the same beginning. */
    number: text('number').unique('invoices_number_unique'),
    /** Null on an imported invoice without a known customer. */
    customerId: uuid('customer_id'),
    /** On a draft, the name at the time of its last change, for searches; frozen by issuing. */
    customerName: text('customer_name').notNull(),
    customerAddressLines: text('customer_address_lines').array(),
    customerCountryCode: text('customer_country_code'),
    customerTaxNumber: text('customer_tax_number'),
    /** Null on drafts, imported invoices and those from before it was kept. */
    customerIdentity: jsonb('customer_identity').$type<CustomerIdentity>(),
    /** The language of the customer, or the seller's; null on invoices from before it was kept. */
    customerLanguage: text('customer_language').$type<CustomerLanguage>(),
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
    /** References and delivery that documents name; null on imported invoices. */
    purchaseOrder: text('purchase_order'),
    buyerReference: text('buyer_reference'),
    contract: text('contract'),
    operationKind: text('operation_kind').$type<OperationKind>(),
    delivery: jsonb('delivery').$type<GivenDelivery>(),
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /**
     * True if the tax of a rate is the sum of its lines' taxes: on invoices that were issued before the tax of a rate
     * was rounded once (EN 16931 BR-CO-17), and on imported ones whose file states taxes of lines, or whose total shows it.
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
    /**
     * The days of the first and the last payment that is not reversed, so that lists find invoices by days of payment in their
     * own indexes; null without payments. The trigger of payments keeps them.
     */
    firstPaidOn: day('first_paid_on'),
    lastPaidOn: day('last_paid_on'),
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
      sql`${isAtMost(table.customerName, invoiceBounds.customerNameLength)} and ${isAtMost(table.externalReference, invoiceBounds.externalReferenceLength)} and ${isAtMost(table.note, invoiceBounds.noteLength)}`,
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
      'invoices_customer_language_known',
      sql`${table.customerLanguage} is null or (${table.origin} = 'OWN' and ${table.status} <> 'DRAFT' and ${table.customerLanguage} in ('EN', 'FR'))`,
    ),
    check(
      'invoices_details_of_own',
      sql`num_nonnulls(${table.purchaseOrder}, ${table.buyerReference}, ${table.contract}, ${table.operationKind}, ${table.delivery}) = 0 or (${table.origin} = 'OWN' and ${isAtMost(table.purchaseOrder, invoiceBounds.documentReferenceLength)} and ${isAtMost(table.buyerReference, invoiceBounds.documentReferenceLength)} and ${isAtMost(table.contract, invoiceBounds.documentReferenceLength)} and ${table.operationKind} in ('GOODS', 'SERVICES', 'MIXED'))`,
    ),
    check(
      'invoices_customer_identity_of_own',
      sql`${table.customerIdentity} is null or (${table.origin} = 'OWN' and ${table.status} <> 'DRAFT')`,
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
    check(
      'invoices_paid_days_in_order',
      sql`${table.lastPaidOn} is null and ${table.firstPaidOn} is null or coalesce(${table.firstPaidOn} <= ${table.lastPaidOn}, false)`,
    ),
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
    // With the class before the id: of each class the newest invoices of a customer lie together, and are counted from it alone.
    index('invoices_by_customer')
      .on(table.customerId, table.listClass, table.id, table.issueDate, table.currency)
      .where(sql`${table.customerId} is not null`),
    index('invoices_open_by_customer')
      .on(table.customerId, table.dueDate, table.id)
      .where(
        sql`${table.status} = 'ISSUED' and ${table.kind} = 'INVOICE' and ${table.customerId} is not null`,
      ),
    ...createListIndexes(table),
    // Without the id: equal keys are stored once, so that imports write a fourth of it.
    index('invoices_by_currency').on(table.currency),
  ],
);

export type InvoiceRow = typeof invoices.$inferSelect;
