import type { EventIdentity, EventRecord } from '#schema/facturation/event.ts';
import type { MessageProblem } from '#schema/facturation/message-problem.ts';
import {
  type ApprovalDecided,
  type ApprovalRequested,
  approvalDecided,
  approvalRequested,
} from '#schema/work-events/approval-events.ts';
import { importEnded } from '#schema/work-events/import-ended.ts';
import { invoiceOverdue } from '#schema/work-events/invoice-overdue.ts';
import {
  disputeClosed,
  disputeOpened,
  requestAssigned,
  requestDue,
} from '#schema/work-events/request-events.ts';
import { stockLow } from '#schema/work-events/stock-low.ts';
import type { WorkEvent } from '#schema/work-events/work-event.ts';
import type { NewNotice, NoticeDetails } from './notice.ts';

/** A record of the log as a notice, or its problems, at least one. */
export type ParsedNotice =
  | { readonly kind: 'notice'; readonly identity: EventIdentity; readonly notice: NewNotice }
  | { readonly kind: 'invalid'; readonly problems: readonly MessageProblem[] };

type Parse = (record: Pick<EventRecord, 'headers' | 'value'>) => ParsedNotice;

/** Each type of event by its name. */
const parsers: ReadonlyMap<string, Parse> = new Map([
  toParser(approvalRequested, (event) => ({
    kind: 'APPROVAL_REQUESTED',
    role: event.approverRole,
    actor: event.requestedBy,
    subject: event.invoiceNumber,
    occurredAt: new Date(event.requestedAt),
    details: toApprovalDetails(event, null),
  })),
  toParser(approvalDecided, (event) => ({
    kind: 'APPROVAL_DECIDED',
    recipient: event.requestedBy,
    actor: event.decidedBy,
    subject: event.invoiceNumber,
    occurredAt: new Date(event.decidedAt),
    details: toApprovalDetails(event, event.decision),
  })),
  toParser(invoiceOverdue, ({ invoiceId, invoiceNumber, amount, currency, dueDate, announcedAt }) => ({
    kind: 'INVOICE_OVERDUE',
    role: 'BILLING_MANAGER',
    subject: invoiceNumber,
    occurredAt: new Date(announcedAt),
    details: { invoiceId, amount: { amount, currency }, dueDate },
  })),
  toParser(stockLow, ({ productId, sku, stock, lowAt, movedAt }) => ({
    kind: 'STOCK_LOW',
    role: 'PRODUCT_MANAGER',
    subject: sku,
    occurredAt: new Date(movedAt),
    details: { productId, stock: { stock, lowAt } },
  })),
  toParser(importEnded, ({ jobId, fileName, status, loadedRows, rejectedRows, endedAt }) => ({
    kind: 'IMPORT_ENDED',
    role: 'BILLING_MANAGER',
    subject: fileName,
    occurredAt: new Date(endedAt),
    details: { importJobId: jobId, import: { status, loadedRows, rejectedRows } },
  })),
  toParser(requestDue, ({ requestId, reference, stage, deadline, assignee, role, announcedAt }) => ({
    kind: stage === 'OVERDUE' ? 'REQUEST_OVERDUE' : 'REQUEST_DUE_SOON',
    ...(assignee === undefined ? { role } : { recipient: assignee }),
    subject: reference,
    occurredAt: new Date(announcedAt),
    details: { requestId, deadline },
  })),
  toParser(requestAssigned, ({ requestId, reference, assignee, assignedBy, assignedAt }) => ({
    kind: 'REQUEST_ASSIGNED',
    recipient: assignee,
    actor: assignedBy,
    subject: reference,
    occurredAt: new Date(assignedAt),
    details: { requestId },
  })),
  toParser(disputeOpened, ({ requestId, reference, invoiceId, openedBy, openedAt }) => ({
    kind: 'DISPUTE_OPENED',
    role: 'BILLING_MANAGER',
    actor: openedBy,
    subject: reference,
    occurredAt: new Date(openedAt),
    details: { requestId, invoiceId },
  })),
  toParser(disputeClosed, ({ requestId, reference, invoiceId, openedBy, closedBy, closedAt }) => ({
    kind: 'DISPUTE_CLOSED',
    recipient: openedBy,
    actor: closedBy,
    subject: reference,
    occurredAt: new Date(closedAt),
    details: { requestId, invoiceId },
  })),
]);

/** Turns a record into the notice that it asks for, or says all that is wrong with it. */
export function toNotice(record: Pick<EventRecord, 'headers' | 'value'>): ParsedNotice {
  const parse = parsers.get(record.headers['ce_type'] ?? '');
  if (parse !== undefined) return parse(record);
  return { kind: 'invalid', problems: [{ path: '/headers/ce_type', message: 'must be a known type' }] };
}

function toParser<Event>(event: WorkEvent<Event>, toNew: (event: Event) => NewNotice): [string, Parse] {
  return [
    event.type,
    (record) => {
      const decoded = event.decode(record);
      if (decoded.kind === 'invalid') return decoded;
      return { kind: 'notice', identity: decoded.identity, notice: toNew(decoded.event) };
    },
  ];
}

function toApprovalDetails(
  { approvalId: id, action, invoiceId, amount, currency }: ApprovalRequested | ApprovalDecided,
  decision: string | null,
): NoticeDetails {
  return { invoiceId, amount: { amount, currency }, approval: { id, action, decision } };
}
