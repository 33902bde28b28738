import type { AuditedMutations } from '#platform/audit/audit-mutations.ts';
import type { MutationResolvers } from './generated/resolvers.ts';

/** The audit entries of the mutations: whoever takes a copy of the trail is in it, too. */
export const trailAudit: AuditedMutations<keyof MutationResolvers> = {
  createAuditExport: { action: 'AUDIT_EXPORTED', level: 'NOTICE', object: null },
};
