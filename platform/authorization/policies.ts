import {
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';
import { directiveArguments, type RuleKind, ruleDirectiveNames } from './directive-names.ts';
import { type Atom, bothOf, type Clause, NO_REQUIREMENT, type Requirement } from './requirement.ts';

/** The rules of a schema, read once. What is not listed has no rule. */
export interface SchemaPolicies {
  /** By type name: objects, interfaces, unions, enums and scalars. */
  readonly types: ReadonlyMap<string, Requirement>;
  /** By field coordinate, for example `Customer.email`. */
  readonly fields: ReadonlyMap<string, Requirement>;
}

/** A schema coordinate of a field: `Type.field` (GraphQL specification, schema coordinates). */
export function coordinateOf(typeName: string, fieldName: string): string {
  return `${typeName}.${fieldName}`;
}

/**
 * Reads `@hasRole`, `@authenticated`, `@requiresScopes` and `@policy` from a schema, under the names that the
 * schema gives them. Applications on one place add up: all must hold.
 *
 * @throws TypeError when a rule's arguments have a form its specification does not know: to guess at the meaning
 * of a rule would be worse than not to start.
 */
export function readPolicies(source: string | DocumentNode | GraphQLSchema): SchemaPolicies {
  const document = toDocument(source);
  const ruleNames = ruleDirectiveNames(document);
  const types = new Map<string, Requirement>();
  const fields = new Map<string, Requirement>();
  for (const definition of document.definitions) {
    if (!isTypeNode(definition)) continue;
    const typeName = definition.name.value;
    addRules(types, typeName, definition.directives, ruleNames);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      addRules(fields, coordinateOf(typeName, field.name.value), field.directives, ruleNames);
    }
  }
  return { types, fields };
}

function toDocument(source: string | DocumentNode | GraphQLSchema): DocumentNode {
  if (typeof source === 'string') return parse(source, { noLocation: true });
  if ('definitions' in source) return source;
  const nodes = [
    source.astNode,
    ...source.extensionASTNodes,
    ...Object.values(source.getTypeMap()).flatMap((type) => [type.astNode, ...type.extensionASTNodes]),
  ];
  return { kind: Kind.DOCUMENT, definitions: nodes.filter((node) => node !== undefined && node !== null) };
}

type Definition = DocumentNode['definitions'][number];

function isTypeNode(definition: Definition): definition is TypeDefinitionNode | TypeExtensionNode {
  return definition.kind.endsWith('TypeDefinition') || definition.kind.endsWith('TypeExtension');
}

function addRules(
  rules: Map<string, Requirement>,
  place: string,
  directives: readonly ConstDirectiveNode[] | undefined,
  ruleNames: ReadonlyMap<string, RuleKind>,
): void {
  for (const directive of directives ?? []) {
    const kind = ruleNames.get(directive.name.value);
    if (!kind) continue;
    const clause = toClause(kind, directive, place);
    if (clause) rules.set(place, bothOf(rules.get(place) ?? NO_REQUIREMENT, [clause]));
  }
}

/** `undefined` when the application asks for nothing. */
function toClause(kind: RuleKind, directive: ConstDirectiveNode, place: string): Clause | undefined {
  const given = directiveArguments(directive);
  switch (kind) {
    case 'authenticated':
      return [['authenticated']];
    case 'hasRole':
      return namesIn(given.roles, 'roles', place).map((role): Atom[] => [`role:${role}`]);
    case 'requiresScopes':
      return alternativesIn(given.scopes, 'scopes', place, 'scope');
    case 'policy':
      return alternativesIn(given.policies, 'policies', place, 'policy');
  }
}

/** An OR of ANDs. An empty list asks for nothing, as in Apollo Router. */
function alternativesIn(value: unknown, argument: string, place: string, prefix: 'scope' | 'policy') {
  if (!Array.isArray(value)) throw malformed(argument, place, 'a list of lists of strings');
  if (value.length === 0) return undefined;
  return value.map((names: unknown) =>
    namesIn(names, argument, place).map((name): Atom => `${prefix}:${name}`),
  );
}

function namesIn(value: unknown, argument: string, place: string): string[] {
  if (!Array.isArray(value)) throw malformed(argument, place, 'a list of names');
  return value.map((name: unknown) => {
    if (typeof name !== 'string' || name === '') throw malformed(argument, place, 'names that are not empty');
    return name;
  });
}

function malformed(argument: string, place: string, expected: string): TypeError {
  return new TypeError(`The rule on ${place} has a malformed argument "${argument}": expected ${expected}.`);
}
