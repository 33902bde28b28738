import type { AuditedMutations } from '#platform/audit/audit-mutations.ts';
import type { AuditedEffect } from '#platform/audit/audit-scope.ts';
import type { ApprovalAction } from './domain/approval.ts';
import type { MutationResolvers } from './generated/resolvers.ts';

const invoice = { object: 'Invoice', names: { field: 'invoiceId', object: 'Invoice' } } as const;

/** The audit entries of the mutations. */
export const billingAudit = {
  createInvoice: { action: 'INVOICE_CREATED', level: 'INFO', object: 'Invoice' },
  duplicateInvoice: { action: 'INVOICE_DUPLICATED', level: 'INFO', object: 'Invoice' },
  updateInvoice: { action: 'INVOICE_UPDATED', level: 'INFO', object: 'Invoice' },
  deleteInvoice: { action: 'INVOICE_DELETED', level: 'INFO', object: 'Invoice' },
  issueInvoice: { action: 'INVOICE_ISSUED', level: 'NOTICE', object: 'Invoice' },
  createCreditNote: { action: 'CREDIT_NOTE_CREATED', level: 'NOTICE', ...invoice },
  createInvoiceExport: { action: 'INVOICES_EXPORTED', level: 'NOTICE', object: null },
  createInvoiceDocument: { action: 'INVOICE_DOCUMENT_CREATED', level: 'NOTICE', ...invoice },
  depositInvoice: { action: 'INVOICE_DEPOSITED', level: 'NOTICE', object: 'Invoice' },
  createPortalLink: { action: 'PORTAL_LINK_CREATED', level: 'NOTICE', ...invoice, object: 'PortalLink' },
  revokePortalLink: { action: 'PORTAL_LINK_REVOKED', level: 'NOTICE', object: 'PortalLink' },
  recordPayment: { action: 'PAYMENT_RECORDED', level: 'NOTICE', ...invoice, object: 'Payment' },
  recordRefund: { action: 'REFUND_RECORDED', level: 'NOTICE', ...invoice, object: 'Payment' },
  reversePayment: {
    action: 'PAYMENT_REVERSED',
    level: 'NOTICE',
    object: 'Payment',
    names: { field: 'paymentId', object: 'Payment' },
  },
  voidInvoice: { action: 'INVOICE_VOIDED', level: 'NOTICE', object: 'Invoice' },
  sendInvoice: {
    action: 'INVOICE_MAILED',
    level: 'NOTICE',
    object: 'InvoiceMail',
    names: { field: 'id', object: 'Invoice' },
  },
  resendMail: {
    action: 'MAIL_RESENT',
    level: 'NOTICE',
    object: 'InvoiceMail',
    names: { field: 'id', object: 'InvoiceMail' },
  },
  pauseReminders: { action: 'REMINDERS_PAUSED', level: 'NOTICE', ...invoice },
  resumeReminders: { action: 'REMINDERS_RESUMED', level: 'NOTICE', ...invoice },
  approve: { action: 'APPROVAL_GRANTED', level: 'NOTICE', object: 'Approval' },
  reject: { action: 'APPROVAL_REJECTED', level: 'NOTICE', object: 'Approval' },
} as const satisfies AuditedMutations<keyof MutationResolvers>;

/** The entry of an action that waits for a second person. */
export const approvalRequestedEntry = {
  action: 'APPROVAL_REQUESTED',
  level: 'NOTICE',
  object: 'Approval',
} as const satisfies Partial<AuditedEffect>;

/** The entries of actions that take effect once they are approved, beside that of the approval. */
export const approvedEntries: Readonly<Record<ApprovalAction, Omit<AuditedEffect, 'id'>>> = {
  REVERSE_PAYMENT: billingAudit.reversePayment,
  CREDIT: billingAudit.createCreditNote,
  VOID: billingAudit.voidInvoice,
};
