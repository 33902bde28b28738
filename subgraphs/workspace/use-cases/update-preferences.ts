import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { parsePreferences } from '../domain/preference-fields.ts';
import type { UpdatePreferencesInput } from '../generated/types.ts';
import type { PreferencesModel } from '../models.ts';
import { findPreferences, writePreferences } from '../store/preference-store.ts';

/** Changes the given preferences of a person; of two changes of one preference the later one stays. */
export async function updatePreferences(
  db: PostgresJsDatabase,
  owner: string,
  input: UpdatePreferencesInput,
): Promise<{ preferences: PreferencesModel | null; userErrors: UserError[] }> {
  const problems = new InputProblems();
  const changes = parsePreferences(input, problems);
  if (!problems.isEmpty) return { preferences: null, userErrors: problems.errors };
  const isChange = Object.values(changes).some((value) => value !== undefined);
  const preferences = isChange
    ? await writePreferences(db, owner, changes)
    : await findPreferences(db, owner);
  return { preferences, userErrors: [] };
}
