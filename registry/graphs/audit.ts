import type { Transaction } from '#platform/database/transaction.ts';
import type { ApiKey } from '../keys/api-key.ts';
import { auditEntries } from './tables.ts';

/** A change that somebody made. */
export interface AuditEntry {
  /** Past participle of what was done, for example `SUBGRAPH_PUBLISHED`. */
  readonly action: string;
  readonly graph: string | undefined;
  readonly variant?: string | undefined;
  /** The subgraph, key or other thing that it is about. */
  readonly subject?: string | undefined;
  /** Undefined for the command of an operator. */
  readonly key: ApiKey | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Adds an entry to the audit trail, in the transaction of the change itself. */
export async function addAuditEntry(tx: Transaction, entry: AuditEntry): Promise<void> {
  const { action, graph, variant, subject, key, details } = entry;
  await tx.insert(auditEntries).values({
    action,
    graph: graph ?? null,
    variant: variant ?? null,
    subject: subject ?? null,
    keyId: key?.id ?? null,
    keyName: key?.name ?? null,
    details,
  });
}
