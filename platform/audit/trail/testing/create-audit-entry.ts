import { v7 as createId } from 'uuid';
import type { AuditEntry } from '../../audit-entry.ts';

/** Creates an entry of now, with other members where a test gives them. */
export function createAuditEntry(members: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: createId(),
    at: new Date().toISOString(),
    actor: { id: 'ada', kind: 'PERSON' },
    clientId: 'facturation-web',
    address: '192.0.2.7',
    requestId: 'r-1',
    source: 'billing',
    action: 'INVOICE_ISSUED',
    level: 'NOTICE',
    object: { type: 'Invoice', id: 'i-1' },
    outcome: 'DONE',
    code: null,
    count: 1,
    ...members,
  };
}
