import { Kind, parse, type SelectionSetNode } from 'graphql';
import type { SubgraphRequest } from '../../upstream/subgraph-transport.ts';

/** Beyond so many places, a failed request tells no more of them. */
const maxPaths = 100;

/**
 * The places of an answer that stay empty when a request to a subgraph fails: each entity asked for, or each root
 * field of the request.
 */
export function failurePaths({ query, variables }: SubgraphRequest): (string | number)[][] {
  const representations = variables?.representations;
  if (Array.isArray(representations)) {
    return representations.slice(0, maxPaths).map((_, index) => ['_entities', index]);
  }
  const operation = parse(query, { noLocation: true }).definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  );
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [[]];
  return responseNames(operation.selectionSet)
    .slice(0, maxPaths)
    .map((name) => [name]);
}

function responseNames({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [(selection.alias ?? selection.name).value];
    return selection.kind === Kind.INLINE_FRAGMENT ? responseNames(selection.selectionSet) : [];
  });
}
