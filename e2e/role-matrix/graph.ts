import { type ConstDirectiveNode, type FieldDefinitionNode, Kind, parse, type TypeNode } from 'graphql';
import { listObjects } from '#platform/schema-lint/parsed-subgraph.ts';
import { type DefaultSamples, isRequired, readDefaultSamples } from './default-sample.ts';
import { findApplications, findText, type Rule, readRule } from './rules.ts';

/** A field as the role matrix sees it. */
export interface GraphField {
  readonly type: string;
  readonly name: string;
  /** The named type it returns. */
  readonly returns: string;
  /** True if that type has fields of its own. */
  readonly isComposite: boolean;
  /** The combined requirement of its directives and those of the returned type. */
  readonly rule: Rule;
  /** The requirement of the type that it belongs to. */
  readonly typeRule: Rule;
  readonly arguments: readonly {
    readonly name: string;
    readonly type: string;
    readonly isRequired: boolean;
    /** A value for a trial without a better one. */
    readonly sample: unknown;
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
  const documents = sdl.map((text) => parse(text));
  const toSample = readDefaultSamples(documents);
  const objects = listObjects(documents.map((document, index) => ({ name: String(index), document })));
  const names = new Set(objects.map(({ name }) => name));
  const ruleOf = (type: string) =>
    objects.filter(({ name }) => name === type).flatMap(({ node }) => readRule(node));
  const fields = new Map<string, readonly GraphField[]>();
  for (const type of names) {
    const nodes = objects.filter(({ name }) => name === type).flatMap((one) => one.fields);
    const byName = Map.groupBy(nodes, (node) => node.name.value);
    fields.set(
      type,
      [...byName].map(([name, same]) => toField(type, name, same, { objects: names, ruleOf, toSample })),
    );
  }
  const withKey = objects.filter(({ node }) =>
    findApplications(node, 'key').some((key) => findText(key, 'fields') && isResolvable(key)),
  );
  return { fields, entities: new Map(withKey.map(({ name }) => [name, ruleOf(name)])) };
}

/** The arguments and the selection with which a field is read. */
interface FieldSurroundings {
  /** The types that have fields of their own. */
  readonly objects: ReadonlySet<string>;
  readonly ruleOf: (type: string) => Rule;
  readonly toSample: DefaultSamples;
}

function toField(
  type: string,
  name: string,
  same: readonly FieldDefinitionNode[],
  { objects, ruleOf, toSample }: FieldSurroundings,
): GraphField {
  const [first] = same;
  if (first === undefined) throw new RangeError(`${type}.${name} has no definition`);
  const returns = namedType(first.type);
  const given = (first.arguments ?? []).map((argument) => ({
    name: argument.name.value,
    type: textOf(argument.type),
    isRequired: isRequired(argument),
    sample: toSample(argument.type),
  }));
  return {
    type,
    name,
    returns,
    isComposite: objects.has(returns),
    rule: [...same.flatMap((node) => readRule(node)), ...ruleOf(returns)],
    typeRule: ruleOf(type),
    arguments: given,
  };
}

/** True if the subgraph resolves the type by this key, and does not only name it for others to resolve. */
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
