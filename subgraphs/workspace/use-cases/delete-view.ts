import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import { recordEffect } from '#platform/audit/record-effect.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { DeleteViewInput } from '../generated/types.ts';
import { findView, lockViews, removeView } from '../store/view-store.ts';
import { checkView } from './view-payload.ts';

/** Deletes a view for ever. */
export function deleteView(
  db: PostgresJsDatabase,
  owner: string,
  { id, expectedVersion }: DeleteViewInput,
): Promise<{ deletedId: string | null; userErrors: UserError[] }> {
  return db.transaction(async (tx) => {
    await lockViews(tx, owner);
    const problems = new InputProblems();
    const view = await findView(tx, owner, id);
    checkView(view, expectedVersion, problems);
    if (view === undefined || !problems.isEmpty) return { deletedId: null, userErrors: problems.errors };
    await removeView(tx, view.id);
    await recordEffect(tx, { id: view.id });
    return { deletedId: view.id, userErrors: [] };
  });
}
