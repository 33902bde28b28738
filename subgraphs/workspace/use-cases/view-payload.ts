import type { InputProblems, UserError } from '#kernel/input-problems.ts';
import type { SavedViewModel } from '../models.ts';

/** The answer of a mutation of a view. */
export interface ViewPayload {
  readonly view: SavedViewModel | null;
  readonly userErrors: UserError[];
}

/** Answers with a view without problems. */
export function acceptView(view: SavedViewModel | undefined): ViewPayload {
  return { view: view ?? null, userErrors: [] };
}

/** Answers with problems. */
export function refuseView(problems: InputProblems): ViewPayload {
  return { view: null, userErrors: problems.errors };
}

/** Notes that a view is not there, or is no longer in the version that its owner has seen. */
export function checkView(
  view: SavedViewModel | undefined,
  expectedVersion: number,
  problems: InputProblems,
): void {
  if (view === undefined) {
    problems.at('id').add('NOT_FOUND', 'You have no view with this id.');
  } else if (view.version !== expectedVersion) {
    const message = `The view is at version ${view.version} now: read it again and repeat the change.`;
    problems.at('expectedVersion').add('CONFLICT', message);
  }
}

/** Notes that another view of the list has this name. */
export function checkName(
  views: readonly SavedViewModel[],
  name: string | undefined,
  ownId: string | undefined,
  problems: InputProblems,
): void {
  const isTaken = views.some((view) => view.name === name && view.id !== ownId);
  if (isTaken) problems.at('name').add('TAKEN', 'Another view of this list has this name.');
}
