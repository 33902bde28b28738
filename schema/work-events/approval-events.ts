import { z } from 'zod';
import { WorkEvent } from './work-event.ts';
import { workCurrency, workDecimal, workInstant, workPerson, workText, workWord } from './work-members.ts';

const approvalMembers = {
  approvalId: workText(64, 'The identifier of the request.'),
  action: workWord('The action that waits: REVERSE_PAYMENT, CREDIT or VOID.', 'VOID'),
  invoiceId: workText(64, 'The identifier of the invoice.'),
  invoiceNumber: workText(64, 'The number of the invoice.'),
  amount: workDecimal("The amount of the action in the currency's unit.", '1234.50'),
  currency: workCurrency,
  requestedBy: workPerson('Whoever requested it'),
};

const requestedForm = z.object({
  ...approvalMembers,
  approverRole: workWord('The role that approves.', 'BILLING_MANAGER'),
  requestedAt: workInstant('The time of the request.'),
});

/** Says that an action waits for a second person. */
export type ApprovalRequested = z.infer<typeof requestedForm>;

/** Events of requests for approval. */
export const approvalRequested: WorkEvent<ApprovalRequested> = new WorkEvent({
  type: 'facturation.approval.requested.v1',
  title: 'Approval requested',
  says: 'An action of an invoice waits for the approval of a second person.',
  form: requestedForm,
  toKey: ({ invoiceId }) => invoiceId,
  toSubject: ({ invoiceNumber }) => invoiceNumber,
  toTime: ({ requestedAt }) => requestedAt,
});

const decidedForm = z.object({
  ...approvalMembers,
  decision: workWord('APPROVED or REJECTED.', 'APPROVED'),
  decidedBy: workPerson('Whoever decided it'),
  decidedAt: workInstant('The time of the decision.'),
});

/** Says how a request for approval ended. */
export type ApprovalDecided = z.infer<typeof decidedForm>;

/** Events of decisions on requests. */
export const approvalDecided: WorkEvent<ApprovalDecided> = new WorkEvent({
  type: 'facturation.approval.decided.v1',
  title: 'Approval decided',
  says: 'A request for approval was approved, with which its action was done, or rejected.',
  form: decidedForm,
  toKey: ({ invoiceId }) => invoiceId,
  toSubject: ({ invoiceNumber }) => invoiceNumber,
  toTime: ({ decidedAt }) => decidedAt,
});
