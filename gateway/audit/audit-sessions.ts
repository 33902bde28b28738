import { AuditScope } from '#platform/audit/audit-scope.ts';
import { writeAuditEntry } from '#platform/audit/write-audit-entry.ts';
import type { AuditSession } from '../session/session-audit.ts';
import { gatewayActions } from './gateway-actions.ts';

/** Puts events of sessions into the outbox of the gateway. What the provider does, a service does. */
export const auditSession: AuditSession = async (tx, { action, idHash, person, origin }) => {
  const kind = action === 'SESSION_ENDED_BY_PROVIDER' ? 'SERVICE' : 'PERSON';
  const scope = new AuditScope({
    source: 'gateway',
    action,
    ...gatewayActions[action],
    caller: {
      actor: { id: kind === 'SERVICE' ? 'identity-provider' : person.subject, kind },
      clientId: person.clientId ?? null,
    },
    origin,
  });
  await writeAuditEntry(tx, scope.toDone({ id: idHash.toString('base64url') }));
};
