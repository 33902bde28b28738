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
  reopenRequest: { action: 'REQUEST_REOPENED', level: 'INFO', object: 'CustomerRequest' },
};
