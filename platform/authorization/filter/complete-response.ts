import {
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getVariableValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { collectFields, type Selecting } from './collect-fields.ts';
import { getOperation } from './operation.ts';

/** An object of a GraphQL answer. */
export type ResponseObject = Record<string, unknown>;

export interface CompletionInput {
  readonly schema: GraphQLSchema;
  /** The client's operation, before filtering. */
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The answer to the filtered operation. */
  readonly data: ResponseObject;
  /** Under which name abstract selections tell their runtime type, from the filtered operation. */
  readonly typenameAlias: string;
}

/**
 * Gives the answer to a filtered operation the shape and key order of what the client asked: a field that was cut is
 * null, and where its type forbids null, the nearest parent that may be null is (GraphQL specification, handling
 * execution errors). Returns `null` when that reaches the root.
 */
export function completeResponse(input: CompletionInput): ResponseObject | null {
  const { schema, document, operationName, typenameAlias } = input;
  const { definition, fragments } = getOperation(document, operationName);
  const rootType = schema.getRootType(definition.operation);
  if (!rootType) throw new TypeError(`The schema has no ${definition.operation} type.`);
  const { coerced } = getVariableValues(schema, definition.variableDefinitions ?? [], input.variables);
  const completion = new Completion({ schema, fragments, variables: coerced ?? {} }, typenameAlias);
  return completion.object(rootType, [definition.selectionSet], input.data);
}

type SelectionSets = Parameters<typeof collectFields>[2];

class Completion {
  readonly #selecting: Selecting;
  readonly #typenameAlias: string;

  constructor(selecting: Selecting, typenameAlias: string) {
    this.#selecting = selecting;
    this.#typenameAlias = typenameAlias;
  }

  object(type: GraphQLObjectType, sets: SelectionSets, source: ResponseObject): ResponseObject | null {
    // Without a prototype, so that a response name such as `__proto__` is a key like any other.
    const result: ResponseObject = Object.create(null);
    for (const [name, nodes] of collectFields(this.#selecting, type, sets)) {
      const value = Object.hasOwn(source, name) ? source[name] : null;
      const fieldType = type.getFields()[nodes[0]?.name.value ?? '']?.type;
      // Introspection was not filtered and stays as it came.
      const completed = fieldType ? this.#value(fieldType, nodes, value) : value;
      if (completed === null && isNonNullType(fieldType)) return null;
      result[name] = completed;
    }
    return result;
  }

  /** `null` for a type that may not be null tells the caller to become null itself. */
  #value(type: GraphQLOutputType, nodes: readonly FieldNode[], value: unknown): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, nodes, value);
    if (value === null || value === undefined) return null;
    if (isLeafType(type)) return value;
    if (isListType(type)) return Array.isArray(value) ? this.#list(type.ofType, nodes, value) : null;
    if (!isResponseObject(value)) return null;
    const runtimeType = isAbstractType(type) ? this.#runtimeType(value) : type;
    if (!runtimeType) return null;
    return this.object(
      runtimeType,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
      value,
    );
  }

  #list(
    itemType: GraphQLOutputType,
    nodes: readonly FieldNode[],
    items: readonly unknown[],
  ): unknown[] | null {
    const completed = items.map((item) => this.#value(itemType, nodes, item));
    return isNonNullType(itemType) && completed.includes(null) ? null : completed;
  }

  #runtimeType(value: ResponseObject): GraphQLObjectType | undefined {
    const name = value[this.#typenameAlias];
    const type = typeof name === 'string' ? this.#selecting.schema.getType(name) : undefined;
    return isObjectType(type) ? type : undefined;
  }
}

function isResponseObject(value: unknown): value is ResponseObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
