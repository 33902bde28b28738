import { formatAuditCursor } from '../domain/audit-cursor.ts';
import type { Resolvers } from '../generated/resolvers.ts';

/** The functions that answer the fields of entries. */
export const auditEntryResolvers = {
  AuditEntry: {
    number: ({ number }) => Number(number),
    at: ({ at }) => at.toISOString(),
    actor: ({ actorId }) => (actorId === null ? null : { id: actorId }),
    object: ({ objectType: type, objectId: id }) => (type === null || id === null ? null : { type, id }),
    redactedAt: ({ redactedAt }) => redactedAt?.toISOString() ?? null,
    hash: ({ hash }) => Buffer.from(hash).toString('hex'),
  },
  AuditEntryConnection: {
    edges: ({ edges }) => [...edges],
    cursor: ({ end }) => formatAuditCursor(end),
  },
  AuditEntryAdded: { cursor: ({ entry }) => formatAuditCursor(entry.number) },
} satisfies Resolvers;
