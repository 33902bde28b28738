import { eq, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { PreferenceChanges } from '../domain/preference-fields.ts';
import type { PreferencesModel } from '../models.ts';
import { preferences } from '../tables.ts';

const nothingChosen: PreferencesModel = {
  language: null,
  theme: null,
  density: null,
  defaultPage: null,
  mailApprovals: null,
  mailAlerts: null,
  mailImports: null,
  updatedAt: null,
};

/** A person's preferences. */
export async function findPreferences(db: Reader, owner: string): Promise<PreferencesModel> {
  const [row] = await db.select().from(preferences).where(eq(preferences.owner, owner));
  return row ?? nothingChosen;
}

/** Sets the given preferences; undefined ones stay. */
export async function writePreferences(
  db: PostgresJsDatabase,
  owner: string,
  changes: PreferenceChanges,
): Promise<PreferencesModel> {
  const [row] = await db
    .insert(preferences)
    .values({ owner, ...changes })
    .onConflictDoUpdate({ target: preferences.owner, set: { ...changes, updatedAt: sql`now()` } })
    .returning();
  return row ?? nothingChosen;
}
