import type { FetchNode } from '@apollo/query-planner';
import { type DocumentNode, parse, print, stripIgnoredCharacters } from 'graphql';
import { getOperation, toDocument } from '#platform/authorization/filter/operation.ts';

/** The variable of `_entities` (Federation subgraph specification). */
const entitiesVariable = 'representations';

/** Parses what a fetch asks its subgraph. */
export function parseOperation({ operation }: FetchNode): DocumentNode {
  return parse(operation, { noLocation: true });
}

/** The fetch with another operation, without the variables and fragments that this one does not use. */
export function withOperation(fetch: FetchNode, document: DocumentNode): FetchNode {
  const used = toDocument(getOperation(document, undefined));
  const { definition } = getOperation(used, undefined);
  const variables = (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  return {
    ...fetch,
    operation: stripIgnoredCharacters(print(used)),
    variableUsages: variables.filter((name) => name !== entitiesVariable),
  };
}
