import { and, asc, eq, sql } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import { isUuid } from '#platform/database/uuid.ts';
import type { SavedMappingModel } from '../models.ts';
import { savedMappings } from '../tables.ts';

/** A person's mappings, by name. */
export function listSavedMappings(db: Reader, owner: string): Promise<SavedMappingModel[]> {
  return db
    .select()
    .from(savedMappings)
    .where(eq(savedMappings.owner, owner))
    .orderBy(sql`${savedMappings.name} collate "und-x-icu"`, asc(savedMappings.id));
}

/** Makes changes of one person's mappings follow one another, until the transaction ends. */
export async function lockMappings(tx: Transaction, owner: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`workspace mappings ${owner}`}, 0))`);
}

/** A person's mapping by its id, which may be any text. */
export async function findSavedMapping(
  db: Reader,
  owner: string,
  id: string,
): Promise<SavedMappingModel | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await db
    .select()
    .from(savedMappings)
    .where(and(eq(savedMappings.id, id), eq(savedMappings.owner, owner)));
  return row;
}

/** Adds a mapping. */
export async function insertSavedMapping(
  tx: Transaction,
  mapping: typeof savedMappings.$inferInsert,
): Promise<SavedMappingModel | undefined> {
  const [row] = await tx.insert(savedMappings).values(mapping).returning();
  return row;
}

/** Replaces the JSON of a mapping, whose version goes up. */
export async function replaceSavedMapping(
  tx: Transaction,
  { id, version }: Pick<SavedMappingModel, 'id' | 'version'>,
  json: string,
): Promise<SavedMappingModel | undefined> {
  const [row] = await tx
    .update(savedMappings)
    .set({ json, version: version + 1, updatedAt: sql`now()` })
    .where(eq(savedMappings.id, id))
    .returning();
  return row;
}

/** Deletes a mapping. */
export async function removeSavedMapping(tx: Transaction, id: string): Promise<void> {
  await tx.delete(savedMappings).where(eq(savedMappings.id, id));
}
