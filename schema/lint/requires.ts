import { Kind, parse, type SelectionSetNode } from 'graphql';
import { formatRule, isImplied, type Rule, readRule, readRuleOfType } from './rules.ts';
import {
  findApplications,
  findObjects,
  findText,
  type ObjectDefinition,
  type SubgraphDocument,
} from './subgraph-document.ts';

/**
 * A field computed from protected ones must be as protected as they are (`@requires`), and a key must not be protected:
 * the gateway reads both on behalf of callers who may not see them. Composition checks this for federation's own rules
 * (MISSING_TRANSITIVE_AUTH_REQUIREMENTS), not for `@hasRole`.
 */
export function lintRequires(subgraphs: readonly SubgraphDocument[]): string[] {
  const objects = findObjects(subgraphs);
  return objects.flatMap((object) => [...lintFields(object, objects), ...lintKeys(object, objects)]);
}

function lintFields(object: ObjectDefinition, objects: readonly ObjectDefinition[]): string[] {
  return object.fields.flatMap((field) => {
    // Whoever reads the field also passed the rule of its type.
    const own = [
      ...readRuleOfType(object.name, objects),
      ...ruleOfField(object.name, field.name.value, objects),
    ];
    return findApplications(field, 'requires').flatMap((applied) =>
      findProtected(object.name, findText(applied, 'fields') ?? '', objects)
        .filter(({ rule }) => !isImplied(rule, own))
        .map(
          ({ place, rule }) =>
            `${object.subgraph}: ${object.name}.${field.name.value} requires ${place}, which wants ${formatRule(rule)}, but has ${formatRule(own)} itself; give it a rule at least as strict.`,
        ),
    );
  });
}

function lintKeys(object: ObjectDefinition, objects: readonly ObjectDefinition[]): string[] {
  const ofType = readRuleOfType(object.name, objects);
  return findApplications(object.node, 'key').flatMap((applied) =>
    findProtected(object.name, findText(applied, 'fields') ?? '', objects)
      .filter(({ rule }) => !isImplied(rule, ofType))
      .map(
        ({ place, rule }) =>
          `${object.subgraph}: the key of ${object.name} reads ${place}, which wants ${formatRule(rule)}; a key is read for every caller, so it must not be protected.`,
      ),
  );
}

interface ProtectedField {
  readonly place: string;
  readonly rule: Rule;
}

function findProtected(
  typeName: string,
  fields: string,
  objects: readonly ObjectDefinition[],
): ProtectedField[] {
  const [definition] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return walk(typeName, definition.selectionSet, objects);
}

function walk(
  typeName: string,
  selections: SelectionSetNode,
  objects: readonly ObjectDefinition[],
): ProtectedField[] {
  return selections.selections.flatMap((selection): ProtectedField[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return walk(selection.typeCondition?.name.value ?? typeName, selection.selectionSet, objects);
    }
    if (selection.kind !== Kind.FIELD) return [];
    const name = selection.name.value;
    const returned = returnedType(typeName, name, objects);
    const rule = [...ruleOfField(typeName, name, objects), ...readRuleOfType(returned, objects)];
    const own = rule.length === 0 ? [] : [{ place: `${typeName}.${name}`, rule }];
    return [...own, ...(selection.selectionSet ? walk(returned, selection.selectionSet, objects) : [])];
  });
}

function ruleOfField(typeName: string, fieldName: string, objects: readonly ObjectDefinition[]): Rule {
  return findFields(typeName, fieldName, objects).flatMap((field) => readRule(field));
}

function returnedType(typeName: string, fieldName: string, objects: readonly ObjectDefinition[]): string {
  let type = findFields(typeName, fieldName, objects)[0]?.type;
  while (type !== undefined && type.kind !== Kind.NAMED_TYPE) type = type.type;
  return type?.name.value ?? '';
}

function findFields(typeName: string, fieldName: string, objects: readonly ObjectDefinition[]) {
  return objects
    .filter(({ name }) => name === typeName)
    .flatMap(({ fields }) => fields.filter((field) => field.name.value === fieldName));
}
