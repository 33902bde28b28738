import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  specifiedRules,
  validate,
} from 'graphql';

export interface ValidationOptions {
  /** True if errors may suggest names that the client did not write. */
  readonly hasSuggestions: boolean;
}

/** More errors than these help nobody. */
const MAX_ERRORS = 10;

/**
 * Validates a document by the rules of the specification.
 *
 * An operation of a type that the schema has not is refused here: graphql-js (16.15) finds that out when it executes
 * (GraphQL specification, section "Operation Type Existence").
 *
 * A subscription whose root field is conditional is refused here first: graphql-js (16.15) throws on `@skip` and
 * `@include` with a variable there, instead of giving an error (GraphQL specification, section "Single Root Field").
 *
 * @returns no error for a valid document. An error has an `extensions.code` where that is not GRAPHQL_VALIDATION_FAILED.
 */
export function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  { hasSuggestions }: ValidationOptions,
): readonly GraphQLError[] {
  const absent = findAbsentType(schema, document);
  if (absent)
    return [new GraphQLError(`There are no operations of type ${absent.operation} here.`, { nodes: absent })];
  const conditional = findConditionalRoot(document);
  if (conditional) {
    const message = 'The subscription selects no field; it needs one, without @skip or @include.';
    return [new GraphQLError(message, { nodes: conditional, extensions: { code: 'BAD_USER_INPUT' } })];
  }
  return validate(schema, document, specifiedRules, {
    maxErrors: MAX_ERRORS,
    hideSuggestions: !hasSuggestions,
  });
}

/** An operation for which the schema has no root type. */
function findAbsentType(
  schema: GraphQLSchema,
  { definitions }: DocumentNode,
): OperationDefinitionNode | undefined {
  return definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .find(({ operation }) => schema.getRootType(operation) == null);
}

/** A selection at the root of a subscription that `@skip` or `@include` decides on. */
function findConditionalRoot({ definitions }: DocumentNode): SelectionNode | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const seen = new Set<string>();
  const find = (selections: readonly SelectionNode[]): SelectionNode | undefined => {
    for (const selection of selections) {
      const found = isConditional(selection) ? selection : find(childrenOf(selection));
      if (found) return found;
    }
    return undefined;
  };
  const childrenOf = (selection: SelectionNode): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection.selectionSet.selections;
    const name = selection.name.value;
    if (seen.has(name)) return [];
    seen.add(name);
    return fragments.get(name)?.selectionSet.selections ?? [];
  };
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (definition.operation !== OperationTypeNode.SUBSCRIPTION) continue;
    seen.clear();
    const found = find(definition.selectionSet.selections);
    if (found) return found;
  }
  return undefined;
}

function isConditional({ directives = [] }: SelectionNode): boolean {
  return directives.some(({ name }) => name.value === 'skip' || name.value === 'include');
}
