import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

const known = new WeakMap<OperationDefinitionNode, readonly string[]>();

/** The names of the fields of an operation's root type, those in fragments too. Found once for each operation of a document. */
export function findRootFields(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly string[] {
  let fields = known.get(operation);
  if (fields === undefined) {
    fields = collect(document, operation);
    known.set(operation, fields);
  }
  return fields;
}

function collect(document: DocumentNode, operation: OperationDefinitionNode): readonly string[] {
  const names = new Set<string>();
  const spread = new Set<string>();
  const waiting: SelectionSetNode[] = [operation.selectionSet];
  for (let set = waiting.pop(); set !== undefined; set = waiting.pop()) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) waiting.push(selection.selectionSet);
      else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = document.definitions.find(
          (definition) =>
            definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
        );
        if (fragment?.kind === Kind.FRAGMENT_DEFINITION) waiting.push(fragment.selectionSet);
      }
    }
  }
  return [...names];
}
