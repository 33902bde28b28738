import type { AuditedMutations } from '#platform/audit/audit-mutations.ts';
import type { MutationResolvers } from './generated/resolvers.ts';

/** The audit entries of the mutations. */
export const peopleAudit: AuditedMutations<keyof MutationResolvers> = {
  createPerson: { action: 'PERSON_CREATED', level: 'NOTICE', object: 'Person' },
  setPersonEnabled: { action: 'PERSON_ENABLED_OR_DISABLED', level: 'NOTICE', object: 'Person' },
  setPersonRoles: { action: 'PERSON_ROLES_SET', level: 'NOTICE', object: 'Person' },
  sendPasswordMail: { action: 'PASSWORD_MAIL_SENT', level: 'NOTICE', object: 'Person' },
  signOutPerson: { action: 'PERSON_SIGNED_OUT', level: 'NOTICE', object: 'Person' },
  createApiClient: { action: 'API_CLIENT_CREATED', level: 'NOTICE', object: 'ApiClient' },
  updateApiClient: { action: 'API_CLIENT_UPDATED', level: 'NOTICE', object: 'ApiClient' },
  setApiClientEnabled: { action: 'API_CLIENT_ENABLED_OR_DISABLED', level: 'NOTICE', object: 'ApiClient' },
  rotateApiClientSecret: { action: 'API_CLIENT_SECRET_ROTATED', level: 'NOTICE', object: 'ApiClient' },
  revokeApiClient: { action: 'API_CLIENT_REVOKED', level: 'NOTICE', object: 'ApiClient' },
};
