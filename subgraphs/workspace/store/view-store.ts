import { and, asc, eq, sql } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import { isUuid } from '#platform/database/uuid.ts';
import type { ViewChanges } from '../domain/view-fields.ts';
import type { ViewList } from '../generated/types.ts';
import type { SavedViewModel } from '../models.ts';
import { savedViews } from '../tables.ts';

/** A person's views of one list, or of all, by name. */
export function listViews(
  db: Reader,
  owner: string,
  list: ViewList | null | undefined,
): Promise<SavedViewModel[]> {
  return db
    .select()
    .from(savedViews)
    .where(and(eq(savedViews.owner, owner), list ? eq(savedViews.list, list) : undefined))
    .orderBy(asc(savedViews.list), sql`${savedViews.name} collate "und-x-icu"`, asc(savedViews.id));
}

/** Makes changes of one person's views of a list follow one another, until the transaction ends. */
export async function lockViews(tx: Transaction, owner: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`workspace views ${owner}`}, 0))`);
}

/** A person's view by its id, which may be any text. */
export async function findView(db: Reader, owner: string, id: string): Promise<SavedViewModel | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await db
    .select()
    .from(savedViews)
    .where(and(eq(savedViews.id, id), eq(savedViews.owner, owner)));
  return row;
}

/** Ends the default of a list. It is a matter of the list, so the version of the view stays. */
export async function clearDefault(tx: Transaction, owner: string, list: ViewList): Promise<void> {
  await tx
    .update(savedViews)
    .set({ isDefault: false })
    .where(and(eq(savedViews.owner, owner), eq(savedViews.list, list), savedViews.isDefault));
}

/** Adds a view. */
export async function insertView(
  tx: Transaction,
  view: typeof savedViews.$inferInsert,
): Promise<SavedViewModel | undefined> {
  const [row] = await tx.insert(savedViews).values(view).returning();
  return row;
}

/** Changes a view, whose version goes up. */
export async function writeView(
  tx: Transaction,
  { id, version }: Pick<SavedViewModel, 'id' | 'version'>,
  changes: ViewChanges,
): Promise<SavedViewModel | undefined> {
  const [row] = await tx
    .update(savedViews)
    .set({ ...changes, version: version + 1, updatedAt: sql`now()` })
    .where(eq(savedViews.id, id))
    .returning();
  return row;
}

/** Deletes a view. */
export async function removeView(tx: Transaction, id: string): Promise<void> {
  await tx.delete(savedViews).where(eq(savedViews.id, id));
}
