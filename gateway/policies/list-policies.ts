import { atomsOf } from '#platform/authorization/requirement.ts';
import type { FederatedGraph } from '../graph/graph.ts';

const prefix = 'policy:';

/** The names of all policies that a graph's rules ask for. */
export function listPolicies({ supergraph }: FederatedGraph): readonly string[] {
  const { types, fields } = supergraph.policies;
  const names = new Set<string>();
  for (const requirement of [...types.values(), ...fields.values()]) {
    for (const atom of atomsOf(requirement))
      if (atom.startsWith(prefix)) names.add(atom.slice(prefix.length));
  }
  return [...names];
}
