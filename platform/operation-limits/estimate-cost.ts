import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { fragmentsOf } from '#platform/authorization/filter/operation.ts';
import { argumentCost, type CostRules, noCostRules, weightOf } from './cost-rules.ts';
import { findField } from './find-field.ts';

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
  /** The costs that the schema states; none when absent. */
  readonly rules?: CostRules;
}

/** The size of a page, for the lists below the page's field: for those named, or for all if none is. */
interface PageSize {
  readonly items: number;
  readonly fields: readonly string[];
}

/** Estimates how many values the answer to an operation may hold, at most `Number.MAX_SAFE_INTEGER`. */
export type EstimateCost = (schema: GraphQLSchema, costed: CostedOperation) => number;

/**
 * Creates an estimate of how many values an answer may hold: each field and each object counts once for every place in which
 * it can stand, so that the sizes of lists within lists multiply. Conditions (`@skip`, `@include`) count as fulfilled.
 *
 * A field with an argument `first` or `last` is a page: its size holds for the field itself or for the lists directly below
 * it, as in a Relay connection. `_entities` is as long as its representations. The time is linear in the document. What a schema says by `@cost`
 * and `@listSize` counts before all of this; introspection counts too, since types within fields within types multiply as well.
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
  readonly #rules: CostRules;
  readonly #fragments: ReturnType<typeof fragmentsOf>;
  #hasReadVariables = false;
  readonly #fragmentCosts = new Map<string, number>();

  constructor(schema: GraphQLSchema, costed: CostedOperation, sizes: ListSizes) {
    this.#schema = schema;
    this.#costed = costed;
    this.#sizes = sizes;
    this.#rules = costed.rules ?? noCostRules;
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
    pageSize: PageSize | undefined,
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

  #field(node: FieldNode, parent: GraphQLNamedType, pageSize: PageSize | undefined): number {
    const field = findField(parent, node.name.value);
    if (!field) return 1;
    const type = getNamedType(field.type);
    const weight = weightOf(this.#rules, parent.name, field.name, type.name);
    const own = argumentCost(this.#rules, parent.name, node);
    if (!node.selectionSet || !isCompositeType(type)) return own + weight;
    const ownPage = this.#pageSize(node, field, parent);
    const isList = isListType(getNullableType(field.type));
    const isSized = ownPage !== undefined && ownPage.fields.length === 0;
    const count = isList
      ? (this.#representations(node) ??
        (isSized ? ownPage.items : undefined) ??
        toItems(pageSize, field.name) ??
        this.#sizes.unpagedListSize)
      : 1;
    const below = this.#selectionSet(node.selectionSet, type, isList && isSized ? undefined : ownPage);
    return Math.min(own + count * (weight + below), Number.MAX_SAFE_INTEGER);
  }

  #fragment(name: string, pageSize: PageSize | undefined): number {
    const key = `${name} ${pageSize?.items ?? ''} ${pageSize?.fields.join() ?? ''}`;
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

  #pageSize(
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    parent: GraphQLNamedType,
  ): PageSize | undefined {
    const rule = this.#rules.listSizes.get(`${parent.name}.${field.name}`);
    const names = rule?.slicingArguments.length ? rule.slicingArguments : ['first', 'last'];
    const slicing = field.args.filter(({ name }) => names.includes(name));
    const { defaultPageSize, maxPageSize } = this.#sizes;
    if (slicing.length === 0 && rule?.assumedSize === undefined) return undefined;
    const given = slicing.flatMap(({ name, defaultValue }) => {
      const size = this.#argument(node, name) ?? defaultValue;
      return typeof size === 'number' ? [size] : [];
    });
    const assumed = given.length === 0 ? (rule?.assumedSize ?? defaultPageSize) : 0;
    return { items: Math.min(Math.max(...given, assumed), maxPageSize), fields: rule?.sizedFields ?? [] };
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

/** The items of a list below a page; undefined if the page says nothing of it. */
function toItems(page: PageSize | undefined, field: string): number | undefined {
  return page === undefined || (page.fields.length > 0 && !page.fields.includes(field))
    ? undefined
    : page.items;
}
