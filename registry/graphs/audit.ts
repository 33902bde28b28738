import type { Transaction } from '#platform/database/transaction.ts';
import type { Author } from '../author.ts';
import { auditEntries } from './tables.ts';

/** A change that somebody made. */
export interface NewAuditRow {
  /** Past participle of what was done, for example `SUBGRAPH_PUBLISHED`. */
  readonly action: string;
  readonly graph: string | undefined;
  readonly variant?: string | undefined;
  /** The subgraph, key or other thing that it is about. */
  readonly subject?: string | undefined;
  readonly author: Author;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Adds an entry to the audit trail, in the transaction of the change itself. */
export async function addAuditEntry(tx: Transaction, entry: NewAuditRow): Promise<void> {
  const { action, graph, variant, subject, author, details } = entry;
  await tx.insert(auditEntries).values({
    action,
    graph: graph ?? null,
    variant: variant ?? null,
    subject: subject ?? null,
    ...author,
    details,
  });
}
