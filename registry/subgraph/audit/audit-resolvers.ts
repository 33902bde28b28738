import type { Resolvers } from '../generated/resolvers.ts';
import { listAudit } from './list-audit.ts';

const maxDetails = 50;

/** Resolvers of the audit trail. */
export const auditFieldResolvers: Pick<Resolvers, 'Query' | 'RegistryAuditEntry'> = {
  Query: { registryAudit: (_root, args, { reader }) => listAudit(reader, args) },
  RegistryAuditEntry: {
    id: ({ position }) => String(position),
    at: ({ at }) => at.toISOString(),
    subject: ({ subject }) => subject || null,
    author: ({ keyId, keyName, personId }) => ({ keyId, keyName, personId }),
    details: ({ details }) =>
      Object.entries(details)
        .slice(0, maxDetails)
        .map(([name, value]) => ({ name, value: JSON.stringify(value) })),
  },
};
