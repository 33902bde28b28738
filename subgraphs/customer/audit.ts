import type { AuditedMutations } from '#platform/audit/audit-mutations.ts';
import type { MutationResolvers } from './generated/resolvers.ts';

/** The audit entries of the mutations. */
export const customerAudit: AuditedMutations<keyof MutationResolvers> = {
  createCustomer: { action: 'CUSTOMER_CREATED', level: 'INFO', object: 'Customer' },
  updateCustomer: { action: 'CUSTOMER_UPDATED', level: 'INFO', object: 'Customer' },
  archiveCustomer: { action: 'CUSTOMER_ARCHIVED', level: 'INFO', object: 'Customer' },
  restoreCustomer: { action: 'CUSTOMER_RESTORED', level: 'INFO', object: 'Customer' },
};
