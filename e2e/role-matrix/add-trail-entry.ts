import { appendToTrail } from '#platform/audit/trail/append-entries.ts';
import { createAuditEntry } from '#platform/audit/trail/testing/create-audit-entry.ts';
import type { SystemAddresses } from '../running-system.ts';
import { openContextDatabase } from './open-context-database.ts';

/** Adds an entry to the audit trail, so that there is one to give or to refuse. */
export async function addTrailEntry(system: SystemAddresses): Promise<void> {
  const database = await openContextDatabase(system, 'audit');
  try {
    await database.sql.begin((tx) => appendToTrail(tx, [createAuditEntry()]));
  } finally {
    await database.close();
  }
}
