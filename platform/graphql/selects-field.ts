import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/**
 * True if an operation asks for a field of what a resolver gives, under whatever name; fields that it skips are taken for
 * ones that it asks for. A resolver may then load it together with the rest.
 */
export function selectsField(
  { fieldNodes, fragments }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>,
  name: string,
): boolean {
  // Validation refuses fragments that contain themselves.
  const isIn = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === name;
      if (selection.kind === Kind.INLINE_FRAGMENT) return isIn(selection.selectionSet);
      return isIn(fragments[selection.name.value]?.selectionSet);
    }) ?? false;
  return fieldNodes.some(({ selectionSet }) => isIn(selectionSet));
}
