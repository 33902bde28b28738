import { coordinateOf, readPolicies } from '#platform/authorization/policies.ts';
import { listObjects, type ParsedSubgraph } from '#platform/schema-lint/parsed-subgraph.ts';

const roots = new Set(['Query', 'Mutation', 'Subscription']);

/** Deny by default: an entry into the graph without a rule of its own is a mistake, in each subgraph that defines it. */
export function lintRoots(subgraphs: readonly ParsedSubgraph[]): string[] {
  return subgraphs.flatMap((subgraph) => {
    const rules = readPolicies(subgraph.document).fields;
    return listObjects([subgraph])
      .filter(({ name }) => roots.has(name))
      .flatMap(({ name, fields }) => fields.map((field) => coordinateOf(name, field.name.value)))
      .filter((coordinate) => !rules.has(coordinate))
      .map((coordinate) => `${subgraph.name}: ${coordinate} has no rule; add @authenticated or @hasRole.`);
  });
}
