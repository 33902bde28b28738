import {
  type ConstDirectiveNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { directiveArguments } from '#platform/authorization/directive-names.ts';

/** An object or interface type of a supergraph. */
export type JoinedType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** A type in one subgraph: an application of `@join__type` (join specification v0.5). */
export interface TypeJoin {
  /** The name of the enum value that stands for the subgraph. */
  readonly graph: string;
  readonly key: SelectionSetNode | undefined;
  readonly isResolvable: boolean;
  readonly isInterfaceObject: boolean;
}

/** The object and interface types of a supergraph, by their names. */
export function joinedTypesOf(supergraph: DocumentNode): ReadonlyMap<string, JoinedType> {
  const types = supergraph.definitions.filter(
    (definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  return new Map(types.map((type) => [type.name.value, type]));
}

/** The name of the enum value that stands for each subgraph, by the subgraph's name. */
export function graphNamesOf(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const graphs = supergraph.definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  return new Map(
    (graphs.values ?? []).flatMap(({ name, directives = [] }) =>
      applicationsOf('join__graph', directives).map((join) => [String(join['name']), name.value] as const),
    ),
  );
}

/** The subgraphs that have a type, once for each of its keys there. */
export function typeJoinsOf({ directives = [] }: JoinedType): TypeJoin[] {
  return applicationsOf('join__type', directives).map(({ graph, key, resolvable, isInterfaceObject }) => ({
    graph: String(graph),
    key: typeof key === 'string' ? parseFieldSet(key) : undefined,
    isResolvable: resolvable !== false,
    isInterfaceObject: isInterfaceObject === true,
  }));
}

/** The fields that a subgraph requires to answer a field of a type, `undefined` if it needs nothing but a key. */
export function requiredFieldsOf(
  types: ReadonlyMap<string, JoinedType>,
  typeName: string,
  fieldName: string,
  graph: string,
): SelectionSetNode | undefined {
  const type = types.get(typeName);
  const field = type?.fields?.find(({ name }) => name.value === fieldName);
  const join = applicationsOf('join__field', field?.directives ?? []).find((each) => each['graph'] === graph);
  if (join) return typeof join['requires'] === 'string' ? parseFieldSet(join['requires']) : undefined;
  // A subgraph that knows an interface as an object gives the field on the interface alone.
  for (const { name } of type?.interfaces ?? []) {
    const required = requiredFieldsOf(types, name.value, fieldName, graph);
    if (required) return required;
  }
  return undefined;
}

/** The name of a field's type, without lists. */
export function fieldTypeOf(
  types: ReadonlyMap<string, JoinedType>,
  typeName: string,
  fieldName: string,
): string | undefined {
  const field = types.get(typeName)?.fields?.find(({ name }) => name.value === fieldName);
  return field && nameOf(field.type);
}

/** The name of a type without lists. */
export function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

/** The names of all fields that a subgraph provides on some path, by the names of subgraphs in the supergraph. */
export function providedNamesOf(
  types: ReadonlyMap<string, JoinedType>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const provided = new Map<string, Set<string>>();
  for (const { fields = [] } of types.values()) {
    for (const { directives = [] } of fields) {
      const providing = directives.filter(({ arguments: args = [] }) =>
        args.some(({ name }) => name.value === 'provides'),
      );
      for (const { graph, provides } of applicationsOf('join__field', providing)) {
        const known = provided.get(String(graph)) ?? new Set();
        provided.set(String(graph), new Set([...known, ...namesIn(provides)]));
      }
    }
  }
  return provided;
}

/** True if a field is another subgraph's, and no part of a key. */
export function isExternalField(
  types: ReadonlyMap<string, JoinedType>,
  typeName: string,
  fieldName: string,
  graph: string,
): boolean {
  const type = types.get(typeName);
  const field = type?.fields?.find(({ name }) => name.value === fieldName);
  const joins = applicationsOf('join__field', field?.directives ?? []);
  if (!type || !joins.some((join) => join['graph'] === graph && join['external'] === true)) return false;
  return !applicationsOf('join__type', type.directives ?? []).some(
    (join) => join['graph'] === graph && namesIn(join['key']).includes(fieldName),
  );
}

function namesIn(fieldSet: unknown): readonly string[] {
  return (typeof fieldSet === 'string' && fieldSet.match(/\w+/g)) || [];
}

/** The object types that satisfy a type condition. */
export function objectTypesOf(types: ReadonlyMap<string, JoinedType>, condition: string): string[] {
  if (types.get(condition)?.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [condition];
  return [...types]
    .filter(
      ([, { kind, interfaces = [] }]) =>
        kind === Kind.OBJECT_TYPE_DEFINITION && interfaces.some(({ name }) => name.value === condition),
    )
    .map(([name]) => name);
}

/** Parses a selection without its outer braces, as `@key` and `@requires` have it (Federation, scalar `FieldSet`). */
export function parseFieldSet(text: string): SelectionSetNode {
  const [operation] = parse(`{${text}}`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError(`No selection of fields: ${text}`);
  return operation.selectionSet;
}

function applicationsOf(
  directive: string,
  directives: readonly ConstDirectiveNode[],
): Record<string, unknown>[] {
  return directives.filter(({ name }) => name.value === directive).map(directiveArguments);
}
