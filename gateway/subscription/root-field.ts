import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ChosenOperation } from '#platform/authorization/filter/operation.ts';

/**
 * The root field of a subscription, or nothing when it selects only `__typename` or decides by `@skip` or `@include`
 * whether it selects at all (GraphQL specification, section "Single Root Field").
 */
export function findRootField({ definition, fragments }: ChosenOperation): FieldNode | undefined {
  const find = (selections: readonly SelectionNode[]): FieldNode | undefined => {
    for (const selection of selections) {
      if (selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include')) {
        return undefined;
      }
      const found = selection.kind === Kind.FIELD ? selection : find(selectionsOf(selection, fragments));
      if (found) return found.name.value.startsWith('__') ? undefined : found;
    }
    return undefined;
  };
  return find(definition.selectionSet.selections);
}

function selectionsOf(
  selection: Exclude<SelectionNode, FieldNode>,
  fragments: ChosenOperation['fragments'],
): readonly SelectionNode[] {
  const holder = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
  return holder?.selectionSet.selections ?? [];
}

/** Changes the nodes of the root field wherever they stand: in the operation, and in fragments on its type. */
export function mapRootField(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rootTypeName: string,
  change: (field: FieldNode) => FieldNode,
): DocumentNode {
  const mapSet = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return change(selection);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      return { ...selection, selectionSet: mapSet(selection.selectionSet) };
    }),
  });
  const isOnRoot = (node: FragmentDefinitionNode) => node.typeCondition.name.value === rootTypeName;
  return {
    ...document,
    definitions: document.definitions.map((node) => {
      const holdsRoot = node === operation || (node.kind === Kind.FRAGMENT_DEFINITION && isOnRoot(node));
      return holdsRoot ? { ...node, selectionSet: mapSet(node.selectionSet) } : node;
    }),
  };
}
