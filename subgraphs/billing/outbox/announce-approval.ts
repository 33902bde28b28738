import type { Transaction } from '#platform/database/transaction.ts';
import { formatMinor } from '#schema/money.ts';
import { approvalDecided, approvalRequested } from '#schema/work-events/approval-events.ts';
import type { ApprovalRow } from '../approval-tables.ts';
import type { ApproverRole } from '../domain/approval.ts';
import type { InvoiceRow } from '../tables.ts';
import { announceWork } from './announce-work.ts';

/** A request for approval and the invoice that it is about. */
interface RequestOfInvoice {
  readonly request: Pick<ApprovalRow, 'id' | 'action' | 'amountMinor' | 'requestedBy'>;
  readonly invoice: Pick<InvoiceRow, 'id' | 'number' | 'currency'>;
}

/** Announces that an action waits for approval, as the last statement of the transaction that requests it. */
export function announceRequest(
  tx: Transaction,
  {
    approverRole,
    requestedAt,
    ...about
  }: RequestOfInvoice & { approverRole: ApproverRole; requestedAt: Date },
): Promise<void> {
  const event = { ...toMembers(about), approverRole, requestedAt: requestedAt.toISOString() };
  return announceWork(tx, approvalRequested, event);
}

/** Announces how a request ended, as the last statement of the transaction that decides it. */
export function announceDecision(
  tx: Transaction,
  {
    decision,
    decidedBy,
    decidedAt,
    ...about
  }: RequestOfInvoice & { decision: 'APPROVED' | 'REJECTED'; decidedBy: string; decidedAt: Date },
): Promise<void> {
  const event = { ...toMembers(about), decision, decidedBy, decidedAt: decidedAt.toISOString() };
  return announceWork(tx, approvalDecided, event);
}

function toMembers({ request, invoice }: RequestOfInvoice) {
  const { id: approvalId, action, amountMinor, requestedBy } = request;
  if (invoice.number === null) throw new TypeError(`The issued invoice ${invoice.id} has no number.`);
  return {
    approvalId,
    action,
    invoiceId: invoice.id,
    invoiceNumber: invoice.number,
    amount: formatMinor(amountMinor, invoice.currency),
    currency: invoice.currency,
    requestedBy,
  };
}
