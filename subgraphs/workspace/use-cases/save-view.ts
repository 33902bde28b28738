import { v7 as createId } from 'uuid';
import { InputProblems } from '#kernel/input-problems.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { maxViewsOfList } from '../domain/bounds.ts';
import { parseViewFields } from '../domain/view-fields.ts';
import type { SaveViewInput } from '../generated/types.ts';
import { clearDefault, insertView, listViews, lockViews } from '../store/view-store.ts';
import { acceptView, checkName, refuseView, type ViewPayload } from './view-payload.ts';

/** Saves a new view. A repeated call finds its view and answers with it. */
export function saveView(
  db: PostgresJsDatabase,
  owner: string,
  { list, ...fields }: SaveViewInput,
): Promise<ViewPayload> {
  const problems = new InputProblems();
  const { name, state, isDefault = false } = parseViewFields(fields, problems);
  return db.transaction(async (tx) => {
    await lockViews(tx, owner);
    const views = await listViews(tx, owner, list);
    const same = views.find((view) => view.name === name);
    if (same?.state === state && same?.isDefault === isDefault && problems.isEmpty) {
      recordNoEffect();
      return acceptView(same);
    }
    checkName(views, name, undefined, problems);
    if (views.length >= maxViewsOfList)
      problems.add('OUT_OF_RANGE', `This list has ${maxViewsOfList} views already; delete one first.`);
    if (!problems.isEmpty || name === undefined || state === undefined) return refuseView(problems);
    if (isDefault) await clearDefault(tx, owner, list);
    const id = createId();
    await recordEffect(tx, { id });
    return acceptView(await insertView(tx, { id, owner, list, name, state, isDefault }));
  });
}
