import { type AuditedEffect, findAuditScope } from './audit-scope.ts';
import { type AuditWriter, writeAuditEntry } from './write-audit-entry.ts';

/**
 * Records the effect of the mutation under way, in the transaction that makes it. Outside a mutation it does nothing: whoever acts
 * without one writes its own entry.
 */
export async function recordEffect(tx: AuditWriter, effect: AuditedEffect): Promise<void> {
  const scope = findAuditScope();
  if (scope === undefined) return;
  scope.isSettled = true;
  await writeAuditEntry(tx, scope.toDone(effect));
}

/** Says that the mutation under way has succeeded without an effect: it was a repetition, or there was nothing to change. */
export function recordNoEffect(): void {
  const scope = findAuditScope();
  if (scope !== undefined) scope.isSettled = true;
}
