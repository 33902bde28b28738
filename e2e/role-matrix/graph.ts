import { type ConstDirectiveNode, type FieldDefinitionNode, Kind, parse, type TypeNode } from 'graphql';
import { type Rule, readRule } from '#schema/lint/rules.ts';
import { findApplications, findObjects, findText } from '#schema/lint/subgraph-document.ts';

/** A field as the role matrix sees it. */
export interface GraphField {
  readonly type: string;
  readonly name: string;
  /** The named type it returns. */
  readonly returns: string;
  /** Whether that type has fields of its own. */
  readonly isComposite: boolean;
  /** What its directives and those of the returned type demand together. */
  readonly rule: Rule;
  readonly arguments: readonly {
    readonly name: string;
    readonly type: string;
    readonly isRequired: boolean;
  }[];
}

/** The object types of one subgraph, or of all together as the gateway shows them. */
export interface Graph {
  readonly fields: ReadonlyMap<string, readonly GraphField[]>;
  /** Types with a key, and the rule that stands on the type. */
  readonly entities: ReadonlyMap<string, Rule>;
}

export const rootTypes = ['Query', 'Mutation', 'Subscription'];

/** Reads the graph of some subgraphs' SDL; rules for the same field or type from several of them must all hold. */
export function readGraph(sdl: readonly string[]): Graph {
  const objects = findObjects(sdl.map((text, index) => ({ name: String(index), document: parse(text) })));
  const names = new Set(objects.map(({ name }) => name));
  const ruleOf = (type: string) =>
    objects.filter(({ name }) => name === type).flatMap(({ node }) => readRule(node));
  const fields = new Map<string, readonly GraphField[]>();
  for (const type of names) {
    const nodes = objects.filter(({ name }) => name === type).flatMap((one) => one.fields);
    const byName = Map.groupBy(nodes, (node) => node.name.value);
    fields.set(
      type,
      [...byName].map(([name, same]) => toField(type, name, same, names, ruleOf)),
    );
  }
  const withKey = objects.filter(({ node }) =>
    findApplications(node, 'key').some((key) => findText(key, 'fields') && isResolvable(key)),
  );
  return { fields, entities: new Map(withKey.map(({ name }) => [name, ruleOf(name)])) };
}

function toField(
  type: string,
  name: string,
  same: readonly FieldDefinitionNode[],
  objects: ReadonlySet<string>,
  ruleOf: (type: string) => Rule,
): GraphField {
  const [first] = same;
  if (first === undefined) throw new RangeError(`${type}.${name} has no definition`);
  const returns = namedType(first.type);
  const given = (first.arguments ?? []).map((argument) => ({
    name: argument.name.value,
    type: textOf(argument.type),
    isRequired: argument.type.kind === Kind.NON_NULL_TYPE && argument.defaultValue === undefined,
  }));
  return {
    type,
    name,
    returns,
    isComposite: objects.has(returns),
    rule: [...same.flatMap((node) => readRule(node)), ...ruleOf(returns)],
    arguments: given,
  };
}

/** Whether the subgraph reads the type by this key, or only names it for others to read. */
function isResolvable(key: ConstDirectiveNode): boolean {
  const value = key.arguments?.find(({ name }) => name.value === 'resolvable')?.value;
  return value?.kind !== Kind.BOOLEAN || value.value;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function textOf(type: TypeNode): string {
  if (type.kind === Kind.NAMED_TYPE) return type.name.value;
  return type.kind === Kind.LIST_TYPE ? `[${textOf(type.type)}]` : `${textOf(type.type)}!`;
}
