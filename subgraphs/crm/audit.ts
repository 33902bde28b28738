import type { AuditedMutations } from '#platform/audit/audit-mutations.ts';
import type { MutationResolvers } from './generated/resolvers.ts';

/** The audit entries of the mutations. */
export const crmAudit: AuditedMutations<keyof MutationResolvers> = {
  createRequest: {
    action: 'REQUEST_OPENED',
    level: 'INFO',
    object: 'CustomerRequest',
    names: { field: 'invoiceId', object: 'Invoice' },
  },
  updateRequest: { action: 'REQUEST_CHANGED', level: 'INFO', object: 'CustomerRequest' },
  assignRequest: { action: 'REQUEST_ASSIGNED', level: 'INFO', object: 'CustomerRequest' },
  commentOnRequest: { action: 'REQUEST_COMMENTED', level: 'INFO', object: 'CustomerRequest' },
  closeRequest: { action: 'REQUEST_CLOSED', level: 'INFO', object: 'CustomerRequest' },
  recordContact: {
    action: 'CONTACT_RECORDED',
    level: 'INFO',
    object: 'CustomerContact',
    names: { field: 'customerId', object: 'Customer' },
  },
  correctContact: { action: 'CONTACT_CORRECTED', level: 'INFO', object: 'CustomerContact' },
  strikeContact: { action: 'CONTACT_STRUCK_OUT', level: 'NOTICE', object: 'CustomerContact' },
  reopenRequest: { action: 'REQUEST_REOPENED', level: 'INFO', object: 'CustomerRequest' },
};
