import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isListType,
  isUnionType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Requirement } from '../requirement.ts';
import { type ChosenOperation, getOperation, toDocument, unusedResponseName } from './operation.ts';
import type { SchemaRules } from './schema-rules.ts';

/**
 * Where something was cut: response names from the root, `@` for "each item of the list", and `... on Type` at the
 * end when a whole fragment went. The empty path stands for the operation itself.
 */
export type UnauthorizedPath = readonly string[];

export interface FilteredOperation {
  /** The rest that may run; the original document object if nothing was cut; `null` if nothing is left. */
  readonly document: DocumentNode | null;
  /** Each place that was cut, once, in the order of the document. */
  readonly unauthorizedPaths: readonly UnauthorizedPath[];
  /** The response name under which each abstract selection of the filtered document tells its runtime type. */
  readonly typenameAlias: string;
}

/** A document can reach one fragment along very many ways; past this number further paths are not reported. */
const MAX_REPORTED_PATHS = 1_000;

export interface FilterInput {
  readonly schema: GraphQLSchema;
  readonly rules: SchemaRules;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** Tells whether the caller satisfies a requirement. */
  readonly isAllowed: (requirement: Requirement) => boolean;
}

/**
 * Cuts from a valid operation what its caller may not read, with the semantics of Apollo Router.
 *
 * A field goes when its own rule fails, its return type's rule fails or, on an interface, the same field of any
 * implementor fails. A field that returns an interface goes when any implementor's type rule fails, unless it selects
 * only `__typename` and fragments: then only the failing fragments go. What is left without selections goes too, and so
 * do variables and fragments without use. Introspection stays.
 *
 * Two things are stricter or plainer than in Apollo Router. A fragment that selects fields on an interface is held to
 * the rule for fields that return it, or it would be the way round that rule. Paths name response names (aliases) and
 * leave fragments out, so that a client finds the place in its answer.
 */
export function filterOperation(input: FilterInput): FilteredOperation {
  const { schema, document, operationName } = input;
  const operation = getOperation(document, operationName);
  const rootType = schema.getRootType(operation.definition.operation);
  if (!rootType) throw new TypeError(`The schema has no ${operation.definition.operation} type.`);
  const typenameAlias = unusedResponseName(document, 'typename_');
  const filter = new OperationFilter(input, operation, rootType, typenameAlias);
  return { typenameAlias, ...filter.run() };
}

/** The result of filtering a selection set or fragment: the rest, and the cuts with paths relative to it. */
interface Filtered<Node> {
  readonly node: Node | undefined;
  readonly cut: readonly UnauthorizedPath[];
}

class OperationFilter {
  readonly #input: FilterInput;
  readonly #operation: ChosenOperation;
  readonly #rootType: GraphQLCompositeType;
  readonly #typenameAlias: string;
  readonly #fragments = new Map<string, Filtered<FragmentDefinitionNode>>();

  constructor(
    input: FilterInput,
    operation: ChosenOperation,
    rootType: GraphQLCompositeType,
    typenameAlias: string,
  ) {
    this.#input = input;
    this.#operation = operation;
    this.#rootType = rootType;
    this.#typenameAlias = typenameAlias;
  }

  run(): Omit<FilteredOperation, 'typenameAlias'> {
    const { definition } = this.#operation;
    const rootCut: UnauthorizedPath[] = this.#isTypeAllowed(this.#rootType) ? [] : [[]];
    const filtered = this.#selectionSet(this.#rootType, definition.selectionSet);
    const unauthorizedPaths = distinct([...rootCut, ...filtered.cut]);
    if (unauthorizedPaths.length === 0) return { document: this.#input.document, unauthorizedPaths };
    if (!filtered.node) return { document: null, unauthorizedPaths };
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const name of this.#operation.fragments.keys()) {
      const fragment = this.#fragments.get(name)?.node;
      if (fragment) fragments.set(name, fragment);
    }
    const document = toDocument({ definition: { ...definition, selectionSet: filtered.node }, fragments });
    return { document, unauthorizedPaths };
  }

  #selectionSet(parent: GraphQLCompositeType, set: SelectionSetNode): Filtered<SelectionSetNode> {
    const filtered = set.selections.map((selection) => this.#selection(parent, selection));
    const selections = filtered.flatMap(({ node }) => node ?? []);
    return {
      node:
        selections.length > 0 ? { ...set, selections: this.#withTypename(parent, selections) } : undefined,
      cut: joined(filtered.map(({ cut }) => cut)),
    };
  }

  #selection(parent: GraphQLCompositeType, selection: SelectionNode): Filtered<SelectionNode> {
    switch (selection.kind) {
      case Kind.FIELD:
        return this.#field(parent, selection);
      case Kind.INLINE_FRAGMENT:
        return this.#inlineFragment(parent, selection);
      case Kind.FRAGMENT_SPREAD:
        return this.#spread(selection);
    }
  }

  #field(parent: GraphQLCompositeType, node: FieldNode): Filtered<FieldNode> {
    const field = isUnionType(parent) ? undefined : parent.getFields()[node.name.value];
    // `__typename`, `__schema` and `__type` are no fields of a type: introspection is not filtered.
    if (!field) return { node, cut: [] };
    // A root type whose rule fails was reported once, for the whole operation.
    if (parent === this.#rootType && !this.#isTypeAllowed(parent)) return { node: undefined, cut: [] };

    const type = getNamedType(field.type);
    const name = (node.alias ?? node.name).value;
    const path = isListType(getNullableType(field.type)) ? [name, '@'] : [name];
    const { rules, isAllowed } = this.#input;
    if (!isAllowed(rules.ofField(parent, field.name))) return { node: undefined, cut: [path] };
    if (!isCompositeType(type) || !node.selectionSet) return { node, cut: [] };
    if (!this.#areImplementorsAllowed(type, node.selectionSet)) return { node: undefined, cut: [path] };

    const filtered = this.#selectionSet(type, node.selectionSet);
    return {
      node: filtered.node && { ...node, selectionSet: filtered.node },
      cut: filtered.cut.map((below) => [...path, ...below]),
    };
  }

  #inlineFragment(parent: GraphQLCompositeType, node: InlineFragmentNode): Filtered<InlineFragmentNode> {
    const type = node.typeCondition ? this.#typeNamed(node.typeCondition.name.value) : parent;
    const { node: selectionSet, cut } = this.#fragmentContent(type, node.selectionSet);
    return { node: selectionSet && { ...node, selectionSet }, cut };
  }

  #spread(node: FragmentSpreadNode): Filtered<FragmentSpreadNode> {
    const fragment = this.#fragment(node.name.value);
    return { node: fragment.node && node, cut: fragment.cut };
  }

  /** A fragment filters alike wherever it is spread, so that it is filtered once. */
  #fragment(name: string): Filtered<FragmentDefinitionNode> {
    const known = this.#fragments.get(name);
    if (known) return known;
    const definition = this.#operation.fragments.get(name);
    if (!definition) throw new TypeError(`The document has no fragment ${name}.`);
    const type = this.#typeNamed(definition.typeCondition.name.value);
    const { node: selectionSet, cut } = this.#fragmentContent(type, definition.selectionSet);
    const filtered = { node: selectionSet && { ...definition, selectionSet }, cut };
    this.#fragments.set(name, filtered);
    return filtered;
  }

  #fragmentContent(type: GraphQLCompositeType, set: SelectionSetNode): Filtered<SelectionSetNode> {
    const isRoot = type === this.#rootType;
    if ((isRoot || this.#isTypeAllowed(type)) && this.#areImplementorsAllowed(type, set)) {
      return this.#selectionSet(type, set);
    }
    return { node: undefined, cut: [[`... on ${type.name}`]] };
  }

  #isTypeAllowed(type: GraphQLCompositeType): boolean {
    return this.#input.isAllowed(this.#input.rules.ofType(type));
  }

  #areImplementorsAllowed(type: GraphQLCompositeType, set: SelectionSetNode): boolean {
    const selectsFields = set.selections.some(
      (selection) => selection.kind === Kind.FIELD && selection.name.value !== '__typename',
    );
    return !selectsFields || this.#input.isAllowed(this.#input.rules.ofImplementors(type));
  }

  /** Whoever completes the answer must know the runtime type of what an abstract type stands for. */
  #withTypename(
    parent: GraphQLCompositeType,
    selections: readonly SelectionNode[],
  ): readonly SelectionNode[] {
    if (!isAbstractType(parent)) return selections;
    return [
      ...selections,
      {
        kind: Kind.FIELD,
        name: { kind: Kind.NAME, value: '__typename' },
        alias: { kind: Kind.NAME, value: this.#typenameAlias },
      },
    ];
  }

  #typeNamed(name: string): GraphQLCompositeType {
    const type = this.#input.schema.getType(name);
    if (!type || !isCompositeType(type)) throw new TypeError(`The schema has no composite type ${name}.`);
    return type;
  }
}

function joined(paths: readonly (readonly UnauthorizedPath[])[]): readonly UnauthorizedPath[] {
  return paths.length === 1 ? (paths[0] ?? []) : paths.flat().slice(0, MAX_REPORTED_PATHS);
}

function distinct(paths: readonly UnauthorizedPath[]): readonly UnauthorizedPath[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}
