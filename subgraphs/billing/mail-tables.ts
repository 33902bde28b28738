import { sql } from '#platform/database/drizzle.ts';
import {
  boolean,
  check,
  index,
  primaryKey,
  smallint,
  text,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { createMailTable } from '#platform/mail/mail-table.ts';
import { billing, day, instant } from './columns.ts';
import { invoiceMailBounds } from './mail/invoice-mail-kind.ts';

/** The mails about invoices, with what became of them. */
export const mails = createMailTable(billing, 'mails');

/**
 * The things that each mail is about. The trigger `mails_tell_history` writes what became of a mail into the history of its invoice.
 * There is no foreign key to invoices, which would cost removing imports a look-up for each row: mails are of issued invoices of our own,
 * which are never removed.
 */
export const invoiceMails = billing.table(
  'invoice_mails',
  {
    mailId: uuid('mail_id')
      .primaryKey()
      .references(() => mails.id),
    invoiceId: uuid('invoice_id').notNull(),
    customerId: uuid('customer_id'),
    /** Of a receipt. */
    paymentId: uuid('payment_id'),
    /** Of a reminder, the days of its step, counted from the due date. */
    stepDays: smallint('step_days'),
    /** The text that a person has added. */
    message: text('message'),
    /** True if a person gave the address; otherwise it is that of the customer at the time of sending. */
    hasGivenRecipient: boolean('has_given_recipient').notNull().default(false),
    /** The mail that this one sends again. */
    resentMailId: uuid('resent_mail_id').references(() => mails.id),
    /** The subject of the person who asked for it or did what it tells of, or the name of the process. */
    queuedBy: text('queued_by').notNull(),
  },
  (table) => [
    index('invoice_mails_by_invoice').on(table.invoiceId, table.mailId),
    index('invoice_mails_by_resent').on(table.resentMailId),
    index('invoice_mails_by_customer').on(table.customerId, table.mailId),
    check(
      'invoice_mails_text_lengths',
      sql`char_length(${table.message}) <= ${sql.raw(String(invoiceMailBounds.messageLength))}`,
    ),
  ],
);

/** The invoices of which nobody is reminded for a while: a row each, until they are resumed. */
export const reminderPauses = billing.table(
  'reminder_pauses',
  {
    invoiceId: uuid('invoice_id').primaryKey(),
    /** The last day of the pause, by the seller's calendar; null for one that does not end by itself. */
    pausedUntil: day('paused_until'),
    reason: text('reason').notNull(),
    pausedBy: text('paused_by').notNull(),
    pausedAt: instant('paused_at').notNull(),
  },
  (table) => [
    check(
      'reminder_pauses_text_lengths',
      sql`char_length(${table.reason}) between 1 and ${sql.raw(String(invoiceMailBounds.pauseReasonLength))}`,
    ),
  ],
);

/**
 * The place up to which each step of the plan was queued, in the order of due dates and ids. A step begins with the due dates from the
 * day on which it was first in the plan: nobody is reminded of what was due before.
 */
export const reminderProgress = billing.table(
  'reminder_progress',
  {
    stepDays: smallint('step_days').notNull(),
    dueDate: day('due_date').notNull(),
    invoiceId: uuid('invoice_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.stepDays] })],
);

export type InvoiceMailRow = typeof invoiceMails.$inferSelect;
export type MailRow = typeof mails.$inferSelect;
export type ReminderPauseRow = typeof reminderPauses.$inferSelect;
