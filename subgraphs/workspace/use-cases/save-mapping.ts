import { v7 as createId } from 'uuid';
import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { maxMappings } from '../domain/bounds.ts';
import { parseMappingFields } from '../domain/mapping-fields.ts';
import type { SaveMappingInput } from '../generated/types.ts';
import type { SavedMappingModel } from '../models.ts';
import {
  insertSavedMapping,
  listSavedMappings,
  lockMappings,
  replaceSavedMapping,
} from '../store/mapping-store.ts';

/** Keeps a new mapping, or replaces the one of its name if its version was given. A repeated call answers as the first did. */
export function saveMapping(
  db: PostgresJsDatabase,
  owner: string,
  { expectedVersion, ...fields }: SaveMappingInput,
): Promise<{ mapping: SavedMappingModel | null; userErrors: UserError[] }> {
  const problems = new InputProblems();
  const { name, json } = parseMappingFields(fields, problems);
  return db.transaction(async (tx) => {
    await lockMappings(tx, owner);
    const mappings = await listSavedMappings(tx, owner);
    const same = mappings.find((mapping) => mapping.name === name);
    if (same?.json === json && same !== undefined) {
      recordNoEffect();
      return { mapping: same, userErrors: [] };
    }
    if (typeof expectedVersion === 'number') checkSavedMapping(same, 'name', expectedVersion, problems);
    else if (same !== undefined) problems.at('name').add('TAKEN', 'Another mapping of yours has this name.');
    else if (mappings.length >= maxMappings)
      problems.add('OUT_OF_RANGE', `You have ${maxMappings} mappings already; delete one first.`);
    if (!problems.isEmpty || name === undefined || json === undefined)
      return { mapping: null, userErrors: problems.errors };
    const mapping =
      same === undefined
        ? await insertSavedMapping(tx, { id: createId(), owner, name, json })
        : await replaceSavedMapping(tx, same, json);
    await recordEffect(tx, { id: mapping?.id ?? null });
    return { mapping: mapping ?? null, userErrors: [] };
  });
}

/** Notes that a mapping is not there, or is no longer in the version that its owner has seen. */
export function checkSavedMapping(
  mapping: SavedMappingModel | undefined,
  field: 'id' | 'name',
  expectedVersion: number,
  problems: InputProblems,
): void {
  if (mapping === undefined) problems.at(field).add('NOT_FOUND', 'You have no such mapping.');
  else if (mapping.version !== expectedVersion) {
    const message = `The mapping is at version ${mapping.version} now: read it again and repeat the change.`;
    problems.at('expectedVersion').add('CONFLICT', message);
  }
}
