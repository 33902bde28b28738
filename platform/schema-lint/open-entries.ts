import { type DocumentNode, Kind, OperationTypeNode } from 'graphql';
import type { GraphRules } from '#platform/authorization/graph-rules.ts';
import { FederationDirectives } from './federation-directives.ts';
import { listObjects, type ParsedSubgraph } from './parsed-subgraph.ts';
import type { SchemaProblem } from './schema-problem.ts';

/**
 * Finds the ways into the graph that nothing protects: fields of the root types, and fields of entities, which the gateway
 * reads by key wherever they are mentioned. Neither they, nor their type, nor the type they return has a rule.
 */
export function findOpenEntries(subgraphs: readonly ParsedSubgraph[], rules: GraphRules): SchemaProblem[] {
  const entities = listEntities(subgraphs);
  return listObjects(subgraphs).flatMap(({ subgraph, name, fields }) => {
    const isRoot = listRoots(subgraph.document).has(name);
    if (!isRoot && !entities.has(name)) return [];
    return fields.flatMap((node): SchemaProblem[] => {
      const field = rules.findField(name, node.name.value);
      if (field === undefined || rules.ofRead(field).length > 0) return [];
      const coordinate = `${name}.${field.name}`;
      return [
        {
          rule: isRoot ? 'ROOT_WITHOUT_RULE' : 'ENTITY_WITHOUT_RULE',
          subgraph: subgraph.name,
          coordinate,
          message: `${coordinate} has no rule, nor has a type that it belongs to or returns: everybody may read it.`,
          node,
        },
      ];
    });
  });
}

function listEntities(subgraphs: readonly ParsedSubgraph[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const subgraph of subgraphs) {
    const directives = new FederationDirectives(subgraph.document);
    for (const { name, node } of listObjects([subgraph]))
      if (directives.fieldSetsOf(node, 'key').length > 0) names.add(name);
  }
  return names;
}

function listRoots({ definitions }: DocumentNode): ReadonlySet<string> {
  const names = new Map<OperationTypeNode, string>([
    [OperationTypeNode.QUERY, 'Query'],
    [OperationTypeNode.MUTATION, 'Mutation'],
    [OperationTypeNode.SUBSCRIPTION, 'Subscription'],
  ]);
  for (const definition of definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const { operation, type } of definition.operationTypes ?? []) names.set(operation, type.name.value);
  }
  return new Set(names.values());
}
