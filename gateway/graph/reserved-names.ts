import { type DocumentNode, Kind, visit } from 'graphql';
import { standInPattern } from './corrections/required-fields.ts';

/** Names that a client's aliases and variables may not have where subgraphs are asked. */
export interface ReservedNames {
  isReservedAlias(name: string): boolean;
  isReservedVariable(name: string): boolean;
}

const namePattern = /[_A-Za-z]\w*/g;
/** Aliases that Apollo's planner makes. */
const plannerAlias = /__alias_\d+$/;
/** The variable of `_entities` (Federation subgraph specification). */
const entitiesVariable = 'representations';

/**
 * Finds the names that planner and executor read from results: `__typename`, and the fields of keys and of `@requires`.
 * A client's alias of such a name would be taken for the field.
 */
export function findReservedNames(supergraph: DocumentNode): ReservedNames {
  const names = new Set(['__typename']);
  visit(supergraph, {
    [Kind.DIRECTIVE]: ({ arguments: args = [] }) => {
      for (const { name, value } of args) {
        if ((name.value !== 'key' && name.value !== 'requires') || value.kind !== Kind.STRING) continue;
        for (const field of value.value.match(namePattern) ?? []) names.add(field);
      }
    },
  });
  return {
    isReservedAlias: (name) => names.has(name) || plannerAlias.test(name) || standInPattern.test(name),
    isReservedVariable: (name) => name === entitiesVariable,
  };
}
