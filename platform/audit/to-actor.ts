import { isClient } from '#platform/tokens/is-client.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { type AuditEntry, auditBounds } from './audit-entry.ts';

/** The members of an entry that say who acted. */
export type AuditedCaller = Pick<AuditEntry, 'actor' | 'clientId'>;

const control = /[\p{Cc}\p{Cs}]/u;

/** Names the caller of a request by the ids in its token. */
export function toAuditedCaller(principal: Principal | undefined): AuditedCaller {
  if (principal === undefined) return { actor: { id: null, kind: 'ANONYMOUS' }, clientId: null };
  const { subject, clientId } = principal;
  return {
    actor: { id: toIdentifier(subject), kind: isClient(principal) ? 'CLIENT' : 'PERSON' },
    clientId: clientId === undefined ? null : toIdentifier(clientId),
  };
}

/** An id that an entry can have; null for one that is too long or no plain text, which no provider gives. */
function toIdentifier(id: string): string | null {
  return id.length > 0 && id.length <= auditBounds.id && !control.test(id) ? id : null;
}
