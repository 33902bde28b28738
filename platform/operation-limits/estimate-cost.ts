import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { fragmentsOf } from '#platform/authorization/filter/operation.ts';

/** The assumed length of lists whose length a document does not say. */
export interface ListSizes {
  /** Items of a page when neither `first` nor `last` is given. */
  readonly defaultPageSize: number;
  /** Items of the largest page: a larger one is refused by the field itself. */
  readonly maxPageSize: number;
  /** Items of a list that is not paged. */
  readonly unpagedListSize: number;
}

/** Relay connections of 25 items, at most 100; other lists are short as a rule, such as the lines of an invoice. */
export const DEFAULT_LIST_SIZES: ListSizes = { defaultPageSize: 25, maxPageSize: 100, unpagedListSize: 10 };

/** An operation of a valid document, with its variables coerced. */
interface CostedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Estimates how many values the answer to an operation may hold, at most `Number.MAX_SAFE_INTEGER`. */
export type EstimateCost = (schema: GraphQLSchema, costed: CostedOperation) => number;

/**
 * Creates an estimate of how many values an answer may hold: each field and each object counts once for every place in which
 * it can stand, so that the sizes of lists within lists multiply. Conditions (`@skip`, `@include`) count as fulfilled.
 *
 * A field with an argument `first` or `last` is a page: its size holds for the field itself or for the lists directly below
 * it, as in a Relay connection. `_entities` is as long as its representations. The time is linear in the document.
 *
 * A cost that no variable decides is kept as long as the node of its operation, which must belong to one schema.
 */
export function createCostEstimator(sizes: ListSizes = DEFAULT_LIST_SIZES): EstimateCost {
  const costs = new WeakMap<OperationDefinitionNode, number>();
  return (schema, costed) => {
    const known = costs.get(costed.operation);
    if (known !== undefined) return known;
    const walk = new CostWalk(schema, costed, sizes);
    const cost = walk.estimate();
    if (!walk.hasReadVariables) costs.set(costed.operation, cost);
    return cost;
  };
}

class CostWalk {
  readonly #schema: GraphQLSchema;
  readonly #costed: CostedOperation;
  readonly #sizes: ListSizes;
  readonly #fragments: ReturnType<typeof fragmentsOf>;
  #hasReadVariables = false;
  readonly #fragmentCosts = new Map<string, number>();

  constructor(schema: GraphQLSchema, costed: CostedOperation, sizes: ListSizes) {
    this.#schema = schema;
    this.#costed = costed;
    this.#sizes = sizes;
    this.#fragments = fragmentsOf(costed.document);
  }

  /** True if the estimate depends on the variables. */
  get hasReadVariables(): boolean {
    return this.#hasReadVariables;
  }

  estimate(): number {
    const { operation } = this.#costed;
    const root = this.#schema.getRootType(operation.operation);
    return root ? this.#selectionSet(operation.selectionSet, root, undefined) : 0;
  }

  /** @param pageSize of the page whose content this is; undefined elsewhere */
  #selectionSet(
    { selections }: SelectionSetNode,
    parent: GraphQLNamedType,
    pageSize: number | undefined,
  ): number {
    let cost = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) cost += this.#field(selection, parent, pageSize);
      else if (selection.kind === Kind.FRAGMENT_SPREAD)
        cost += this.#fragment(selection.name.value, pageSize);
      else {
        const type = this.#typeNamed(selection.typeCondition?.name.value) ?? parent;
        cost += this.#selectionSet(selection.selectionSet, type, pageSize);
      }
    }
    return Math.min(cost, Number.MAX_SAFE_INTEGER);
  }

  #field(node: FieldNode, parent: GraphQLNamedType, pageSize: number | undefined): number {
    const field = findField(parent, node.name.value);
    if (!field || !node.selectionSet || !isCompositeType(getNamedType(field.type))) return 1;
    const ownPage = this.#pageSize(node, field);
    const isList = isListType(getNullableType(field.type));
    const count = isList
      ? (this.#representations(node) ?? ownPage ?? pageSize ?? this.#sizes.unpagedListSize)
      : 1;
    const below = this.#selectionSet(
      node.selectionSet,
      getNamedType(field.type),
      isList ? undefined : ownPage,
    );
    return Math.min(count * (1 + below), Number.MAX_SAFE_INTEGER);
  }

  #fragment(name: string, pageSize: number | undefined): number {
    const key = `${name} ${pageSize ?? ''}`;
    const known = this.#fragmentCosts.get(key);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    const type = this.#typeNamed(fragment?.typeCondition.name.value);
    if (!fragment || !type) return 0;
    // A circular fragment, which validation refuses, counts as nothing within itself.
    this.#fragmentCosts.set(key, 0);
    const cost = this.#selectionSet(fragment.selectionSet, type, pageSize);
    this.#fragmentCosts.set(key, cost);
    return cost;
  }

  #pageSize(node: FieldNode, field: GraphQLField<unknown, unknown>): number | undefined {
    const slicing = field.args.filter(({ name }) => name === 'first' || name === 'last');
    if (slicing.length === 0) return undefined;
    const given = slicing.flatMap(({ name, defaultValue }) => {
      const size = this.#argument(node, name) ?? defaultValue;
      return typeof size === 'number' ? [size] : [];
    });
    const { defaultPageSize, maxPageSize } = this.#sizes;
    return Math.min(Math.max(...given, given.length === 0 ? defaultPageSize : 0), maxPageSize);
  }

  /** The number of entities that `_entities` is asked for; undefined for any other field. */
  #representations(node: FieldNode): number | undefined {
    if (node.name.value !== '_entities') return undefined;
    const representations = this.#argument(node, 'representations');
    return Array.isArray(representations) ? representations.length : 1;
  }

  #argument(node: FieldNode, name: string): unknown {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    return value && this.#read(value);
  }

  #read(value: ValueNode): unknown {
    if (value.kind === Kind.INT) return Number(value.value);
    if (value.kind === Kind.LIST) return value.values;
    if (value.kind !== Kind.VARIABLE) return undefined;
    this.#hasReadVariables = true;
    const { variables, operation } = this.#costed;
    const name = value.name.value;
    if (Object.hasOwn(variables, name)) return variables[name];
    const declared = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
    return declared?.defaultValue && this.#read(declared.defaultValue);
  }

  #typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.#schema.getType(name);
  }
}

/** Introspection counts too: types within fields within types multiply as well. */
function findField(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}
