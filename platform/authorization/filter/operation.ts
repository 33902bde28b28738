import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';

/** One operation of a document with the fragments it may use. */
export interface ChosenOperation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * Picks the operation to run.
 *
 * @throws TypeError when the document has no such operation, or several and no name was given. Callers hand in
 * documents that were validated, and this is checked with them.
 */
export function getOperation(document: DocumentNode, operationName: string | undefined): ChosenOperation {
  const definition = getOperationAST(document, operationName);
  if (!definition)
    throw new TypeError(`The document has no operation ${operationName ?? 'that stands alone'}.`);
  return { definition, fragments: fragmentsOf(document) };
}

/** The fragments of a document by name. */
export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
}

/** The document of one operation with just the fragments and variables that it still uses, in their order. */
export function toDocument({ definition, fragments }: ChosenOperation): DocumentNode {
  const usedFragments = new Set<string>();
  const usedVariables = new Set<string>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      [Kind.VARIABLE_DEFINITION]: () => false,
      [Kind.VARIABLE]: ({ name }) => void usedVariables.add(name.value),
      [Kind.FRAGMENT_SPREAD]: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (!fragment || usedFragments.has(name.value)) return;
        usedFragments.add(name.value);
        collect(fragment);
      },
    });
  };
  collect(definition);
  const variableDefinitions = (definition.variableDefinitions ?? []).filter(({ variable }) =>
    usedVariables.has(variable.name.value),
  );
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...definition, variableDefinitions },
      ...[...fragments.values()].filter(({ name }) => usedFragments.has(name.value)),
    ],
  };
}

/** A name that nothing in the document answers to, made from `wish`. */
export function unusedResponseName(document: DocumentNode, wish: string): string {
  const names = new Set<string>();
  visit(document, { [Kind.FIELD]: ({ alias, name }) => void names.add((alias ?? name).value) });
  let name = wish;
  while (names.has(name)) name += '_';
  return name;
}
