import { atomsOf } from '#platform/authorization/requirement.ts';
import type { FederatedGraph } from '../graph/graph.ts';

const answers = new WeakMap<FederatedGraph, boolean>();

/** True if any rule of a graph asks for a policy, whose decision may change though nothing about the caller has. */
export function usesPolicies(graph: FederatedGraph): boolean {
  const known = answers.get(graph);
  if (known !== undefined) return known;
  const { types, fields } = graph.supergraph.policies;
  const answer = [...types.values(), ...fields.values()].some((requirement) =>
    [...atomsOf(requirement)].some((atom) => atom.startsWith('policy:')),
  );
  answers.set(graph, answer);
  return answer;
}
