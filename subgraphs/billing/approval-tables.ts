import { sql } from '#platform/database/drizzle.ts';
import { check, index, jsonb, text, uniqueIndex, uuid } from '#platform/database/drizzle-tables.ts';
import { billing, instant, minorUnits } from './columns.ts';
import type { ApprovalAction, ApprovalStatus } from './domain/approval.ts';
import { paymentBounds } from './domain/payment.ts';
import { invoices } from './tables.ts';

/**
 * The actions that wait for a second person, and those that were decided. At most one waits for each invoice, whose
 * column `pending_action` names it.
 */
export const approvals = billing.table(
  'approvals',
  {
    id: uuid('id').primaryKey(),
    action: text('action').$type<ApprovalAction>().notNull(),
    invoiceId: uuid('invoice_id')
      .notNull()
      .references(() => invoices.id),
    /** The input of the mutation, with which the action runs once it is approved. */
    input: jsonb('input').$type<Readonly<Record<string, unknown>>>().notNull(),
    /** In the invoice's currency, above zero. */
    amountMinor: minorUnits('amount_minor').notNull(),
    /** The reason that the requester gave for the action. */
    requestReason: text('request_reason').notNull(),
    status: text('status').$type<ApprovalStatus>().notNull(),
    /** Issuer and subject of the caller (`#platform/tokens/subject-key.ts`). */
    requestedBy: text('requested_by').notNull(),
    requestedAt: instant('requested_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    rejectionReason: text('rejection_reason'),
    /** The result of the approved action: a payment, a credit note, or the void invoice. */
    resultId: uuid('result_id'),
  },
  (table) => [
    check('approvals_action_known', sql`${table.action} in ('REVERSE_PAYMENT', 'CREDIT', 'VOID')`),
    check('approvals_status_known', sql`${table.status} in ('PENDING', 'APPROVED', 'REJECTED')`),
    check('approvals_input_object', sql`jsonb_typeof(${table.input}) = 'object'`),
    check('approvals_amount_not_negative', sql`${table.amountMinor} >= 0`),
    check(
      'approvals_decided_is_complete',
      sql`(${table.status} = 'PENDING') = (${table.decidedBy} is null) and num_nulls(${table.decidedBy}, ${table.decidedAt}) in (0, 2) and (${table.status} = 'REJECTED') = (${table.rejectionReason} is not null) and (${table.status} = 'APPROVED') = (${table.resultId} is not null)`,
    ),
    check(
      'approvals_not_by_requester',
      sql`${table.status} <> 'APPROVED' or ${table.decidedBy} <> ${table.requestedBy}`,
    ),
    check(
      'approvals_text_lengths',
      sql`char_length(${table.requestReason}) <= ${sql.raw(String(paymentBounds.noteLength))} and char_length(${table.rejectionReason}) <= ${sql.raw(String(paymentBounds.noteLength))}`,
    ),
    uniqueIndex('approvals_one_pending').on(table.invoiceId).where(sql`${table.status} = 'PENDING'`),
    index('approvals_by_invoice').on(table.invoiceId, table.id),
    index('approvals_pending').on(table.id).where(sql`${table.status} = 'PENDING'`),
  ],
);

export type ApprovalRow = typeof approvals.$inferSelect;
