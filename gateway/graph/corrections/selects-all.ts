import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, type SelectionSetNode } from 'graphql';

/** True if a representation has all fields that a `FieldSet` names, for whatever types. */
export function selectsAll(
  selections: readonly QueryPlanSelectionNode[],
  required: SelectionSetNode,
): boolean {
  return required.selections.every((wanted) => {
    if (wanted.kind === Kind.FRAGMENT_SPREAD) return true;
    if (wanted.kind === Kind.INLINE_FRAGMENT) return selectsAll(selections, wanted.selectionSet);
    if (wanted.name.value === '__typename') return true;
    const found = fieldsIn(selections).filter(({ name }) => name === wanted.name.value);
    const below = found.flatMap((field) => field.selections ?? []);
    return found.length > 0 && (!wanted.selectionSet || selectsAll(below, wanted.selectionSet));
  });
}

function fieldsIn(selections: readonly QueryPlanSelectionNode[]) {
  return selections.flatMap((selection): Extract<QueryPlanSelectionNode, { kind: 'Field' }>[] =>
    selection.kind === 'Field' ? [selection] : fieldsIn(selection.selections),
  );
}
