import { InputProblems } from '#kernel/input-problems.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { parseViewFields } from '../domain/view-fields.ts';
import type { UpdateViewInput } from '../generated/types.ts';
import { clearDefault, findView, listViews, lockViews, writeView } from '../store/view-store.ts';
import { acceptView, checkName, checkView, refuseView, type ViewPayload } from './view-payload.ts';

/** Changes the given fields of a view. */
export function updateView(
  db: PostgresJsDatabase,
  owner: string,
  { id, expectedVersion, ...fields }: UpdateViewInput,
): Promise<ViewPayload> {
  const problems = new InputProblems();
  const changes = parseViewFields(fields, problems);
  return db.transaction(async (tx) => {
    await lockViews(tx, owner);
    const view = await findView(tx, owner, id);
    checkView(view, expectedVersion, problems);
    if (view !== undefined) checkName(await listViews(tx, owner, view.list), changes.name, view.id, problems);
    if (view === undefined || !problems.isEmpty) return refuseView(problems);
    if (Object.values(changes).every((value) => value === undefined)) {
      recordNoEffect();
      return acceptView(view);
    }
    if (changes.isDefault === true) await clearDefault(tx, owner, view.list);
    await recordEffect(tx, { id: view.id });
    return acceptView(await writeView(tx, view, changes));
  });
}
