import { sql } from '#platform/database/drizzle.ts';
import {
  type AnyPgColumn,
  bigint,
  check,
  index,
  jsonb,
  text,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { billing, day, instant, minorUnits } from './columns.ts';
import type { HistoryDetails, InvoiceHistoryKind } from './domain/history.ts';
import { type PaymentKind, type PaymentMethod, paymentBounds } from './domain/payment.ts';
import { invoices } from './tables.ts';

/**
 * Payments, their reversals and refunds: entries that are only added. The trigger `payments_apply` adds them to their
 * invoices, sets the status of these and writes their history, whoever writes the entries, one by one or many at once.
 */
export const payments = billing.table(
  'payments',
  {
    id: uuid('id').primaryKey(),
    invoiceId: uuid('invoice_id')
      .notNull()
      .references(() => invoices.id),
    kind: text('kind').$type<PaymentKind>().notNull(),
    /** In the invoice's currency. Money that came in is above zero, money that went out is below. */
    amountMinor: minorUnits('amount_minor').notNull(),
    method: text('method').$type<PaymentMethod>().notNull(),
    reference: text('reference'),
    /** The seller's day on which the money moved. */
    paidOn: day('paid_on').notNull(),
    /** For a reversal, the entry that it takes back; at most one takes an entry back. */
    reversesPaymentId: uuid('reverses_payment_id')
      .references((): AnyPgColumn => payments.id)
      .unique('payments_reversed_once'),
    /** On a reversal, its reason. */
    note: text('note'),
    /** The subject of the caller, or the name of the process that recorded it. */
    recordedBy: text('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** For an imported payment: the job of the batch worker, and the number of its record in the file, from 1. */
    importJobId: uuid('import_job_id'),
    importRow: bigint('import_row', { mode: 'bigint' }),
  },
  (table) => [
    check('payments_kind_known', sql`${table.kind} in ('PAYMENT', 'REVERSAL', 'REFUND')`),
    check(
      'payments_method_known',
      sql`${table.method} in ('BANK_TRANSFER', 'CARD', 'DIRECT_DEBIT', 'CASH', 'CHEQUE', 'OTHER')`,
    ),
    check(
      'payments_sign_of_kind',
      sql`case ${table.kind} when 'PAYMENT' then ${table.amountMinor} > 0 when 'REFUND' then ${table.amountMinor} < 0 else ${table.amountMinor} <> 0 end`,
    ),
    check(
      'payments_reversal_names_entry',
      sql`(${table.kind} = 'REVERSAL') = (${table.reversesPaymentId} is not null)`,
    ),
    check(
      'payments_text_lengths',
      sql`char_length(${table.reference}) <= ${sql.raw(String(paymentBounds.referenceLength))} and char_length(${table.note}) <= ${sql.raw(String(paymentBounds.noteLength))}`,
    ),
    check(
      'payments_import_is_whole',
      sql`num_nonnulls(${table.importJobId}, ${table.importRow}) in (0, 2) and ${table.importRow} > 0`,
    ),
    index('payments_by_invoice').on(table.invoiceId, table.id),
  ],
);

/**
 * The events of invoices' lives, only added. There is no foreign key, as the history of a deleted draft stays. Imported
 * invoices have none of their import: what they came with tells it.
 */
export const invoiceHistory = billing.table(
  'invoice_history',
  {
    position: bigint('position', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    invoiceId: uuid('invoice_id').notNull(),
    kind: text('kind').$type<InvoiceHistoryKind>().notNull(),
    occurredAt: instant('occurred_at').notNull(),
    /** The subject of the caller, or the name of the process that did it. */
    actor: text('actor').notNull(),
    details: jsonb('details').$type<HistoryDetails>().notNull().default({}),
  },
  (table) => [
    check('invoice_history_details_object', sql`jsonb_typeof(${table.details}) = 'object'`),
    index('invoice_history_by_invoice').on(table.invoiceId, table.position),
  ],
);

export type PaymentRow = typeof payments.$inferSelect;
export type InvoiceHistoryRow = typeof invoiceHistory.$inferSelect;
