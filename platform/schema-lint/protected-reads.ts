import { Kind, parse, type SelectionSetNode } from 'graphql';
import { formatRequirement } from '#platform/authorization/format-requirement.ts';
import { type GraphRules, returnedTypeOf } from '#platform/authorization/graph-rules.ts';
import { implies } from '#platform/authorization/implies.ts';
import { bothOf, type Requirement } from '#platform/authorization/requirement.ts';
import { FederationDirectives } from './federation-directives.ts';
import { listObjects, type ObjectOfSubgraph, type ParsedSubgraph } from './parsed-subgraph.ts';
import type { SchemaProblem } from './schema-problem.ts';

/**
 * Finds fields that hand out protected ones: a field computed from others (`@requires`) must be as protected as they are, and
 * a key must not be protected, as the gateway reads both on behalf of callers who may not see them. Composition checks this
 * for federation's own rules (MISSING_TRANSITIVE_AUTH_REQUIREMENTS) and not for others.
 */
export function findProtectedReads(subgraphs: readonly ParsedSubgraph[], rules: GraphRules): SchemaProblem[] {
  const names = new Map(subgraphs.map((one) => [one, new FederationDirectives(one.document)]));
  return listObjects(subgraphs).flatMap((object) => {
    const directives = names.get(object.subgraph);
    if (directives === undefined) return [];
    return [...checkRequires(object, directives, rules), ...checkKeys(object, directives, rules)];
  });
}

function checkRequires(
  object: ObjectOfSubgraph,
  directives: FederationDirectives,
  rules: GraphRules,
): SchemaProblem[] {
  return object.fields.flatMap((node) => {
    const coordinate = `${object.name}.${node.name.value}`;
    const field = rules.findField(object.name, node.name.value);
    const own = field === undefined ? [] : rules.beforeReturn(field);
    return directives.fieldSetsOf(node, 'requires').flatMap((fields) =>
      listProtected(object.name, fields, rules)
        .filter(({ rule }) => !implies(own, rule))
        .map(
          ({ place, rule }): SchemaProblem => ({
            rule: 'PROTECTED_REQUIRES',
            subgraph: object.subgraph.name,
            coordinate,
            message: `${coordinate} requires ${place}, which wants ${formatRequirement(rule)}, but has ${formatRequirement(own)} itself; give it a rule at least as strict.`,
            node,
          }),
        ),
    );
  });
}

function checkKeys(
  object: ObjectOfSubgraph,
  directives: FederationDirectives,
  rules: GraphRules,
): SchemaProblem[] {
  const ofType = rules.ofType(object.name);
  return directives.fieldSetsOf(object.node, 'key').flatMap((fields) =>
    listProtected(object.name, fields, rules)
      .filter(({ rule }) => !implies(ofType, rule))
      .map(
        ({ place, rule }): SchemaProblem => ({
          rule: 'PROTECTED_KEY',
          subgraph: object.subgraph.name,
          coordinate: object.name,
          message: `The key of ${object.name} reads ${place}, which wants ${formatRequirement(rule)}; a key is read for every caller, so it must not be protected.`,
          node: object.node,
        }),
      ),
  );
}

interface ProtectedField {
  readonly place: string;
  readonly rule: Requirement;
}

function listProtected(typeName: string, fields: string, rules: GraphRules): ProtectedField[] {
  const [definition] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return walk(typeName, definition.selectionSet, rules);
}

function walk(typeName: string, { selections }: SelectionSetNode, rules: GraphRules): ProtectedField[] {
  return selections.flatMap((selection): ProtectedField[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return walk(selection.typeCondition?.name.value ?? typeName, selection.selectionSet, rules);
    if (selection.kind !== Kind.FIELD) return [];
    const field = rules.findField(typeName, selection.name.value);
    if (field === undefined) return [];
    const returned = returnedTypeOf(field);
    const rule = bothOf(rules.ofField(field), rules.ofType(returned));
    return [
      ...(rule.length === 0 ? [] : [{ place: `${typeName}.${field.name}`, rule }]),
      ...(selection.selectionSet === undefined ? [] : walk(returned, selection.selectionSet, rules)),
    ];
  });
}
