import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import { recordEffect } from '#platform/audit/record-effect.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { DeleteMappingInput } from '../generated/types.ts';
import { findSavedMapping, lockMappings, removeSavedMapping } from '../store/mapping-store.ts';
import { checkSavedMapping } from './save-mapping.ts';

/** Deletes a mapping for ever. */
export function deleteMapping(
  db: PostgresJsDatabase,
  owner: string,
  { id, expectedVersion }: DeleteMappingInput,
): Promise<{ deletedId: string | null; userErrors: UserError[] }> {
  return db.transaction(async (tx) => {
    await lockMappings(tx, owner);
    const problems = new InputProblems();
    const mapping = await findSavedMapping(tx, owner, id);
    checkSavedMapping(mapping, 'id', expectedVersion, problems);
    if (mapping === undefined || !problems.isEmpty) return { deletedId: null, userErrors: problems.errors };
    await removeSavedMapping(tx, mapping.id);
    await recordEffect(tx, { id: mapping.id });
    return { deletedId: mapping.id, userErrors: [] };
  });
}
