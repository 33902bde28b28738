import type { FetchNode } from '@apollo/query-planner';
import { Kind, type SelectionSetNode } from 'graphql';
import { type ChosenOperation, getOperation } from '#platform/authorization/filter/operation.ts';
import type { QueryPlan } from '../planner/planner.ts';
import { parseOperation } from './fetch-operation.ts';
import { fetchesOf } from './map-fetches.ts';

/** A place in an answer as text: the response names on the way to it, lists left out. */
export function toPlace(path: readonly string[]): string {
  return path.join('.');
}

/** The places of an answer that the fetches of a plan bring, whatever the types there. */
export function fetchedPlaces(plan: QueryPlan): ReadonlySet<string> {
  const places = new Set<string>();
  for (const { fetch, path } of fetchesOf(plan)) {
    const operation = getOperation(parseOperation(fetch), undefined);
    const newNames = renamesOf(fetch);
    const collect = (
      { selections }: SelectionSetNode,
      own: readonly string[],
      place: readonly string[],
    ): void => {
      for (const selection of selections) {
        if (selection.kind !== Kind.FIELD) {
          collect(selectionsOf(selection, operation), own, place);
          continue;
        }
        const name = (selection.alias ?? selection.name).value;
        const asked = [...own, name];
        const answered = [...place, newNames.get(toPlace(asked)) ?? name];
        places.add(toPlace(answered));
        if (selection.selectionSet) collect(selection.selectionSet, asked, answered);
      }
    };
    for (const root of rootsOf(fetch, operation)) collect(root, [], path);
  }
  return places;
}

type FragmentNode = Exclude<SelectionSetNode['selections'][number], { kind: Kind.FIELD }>;

function selectionsOf(fragment: FragmentNode, { fragments }: ChosenOperation): SelectionSetNode {
  if (fragment.kind === Kind.INLINE_FRAGMENT) return fragment.selectionSet;
  return fragments.get(fragment.name.value)?.selectionSet ?? { kind: Kind.SELECTION_SET, selections: [] };
}

/** The selections at the place of a fetch: below `_entities` if it is one of entities. */
function rootsOf(fetch: FetchNode, { definition }: ChosenOperation): SelectionSetNode[] {
  if (!fetch.requires) return [definition.selectionSet];
  return definition.selectionSet.selections.flatMap((entities) =>
    entities.kind === Kind.FIELD ? (entities.selectionSet ?? []) : [],
  );
}

/** The names that fields get in the answer, by the places where they were asked for. */
function renamesOf({ outputRewrites = [] }: FetchNode): ReadonlyMap<string, string> {
  return new Map(
    outputRewrites.flatMap((rewrite) => {
      if (rewrite.kind !== 'KeyRenamer') return [];
      const names = rewrite.path.filter((step) => !step.startsWith('... on '));
      return [[toPlace(names), rewrite.renameKeyTo] as const];
    }),
  );
}
