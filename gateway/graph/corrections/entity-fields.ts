import {
  type DirectiveNode,
  type FieldNode,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ChosenOperation } from '#platform/authorization/filter/operation.ts';

/** A field that a fetch of entities asks for. */
export interface EntityField {
  readonly field: FieldNode;
  /** The type that it is selected on. */
  readonly typeName: string;
  /** The conditions on which it is asked for, as text; empty if always. */
  readonly conditions: string;
}

/** The fields that the operation of a fetch asks for of the entities themselves. */
export function entityFieldsOf({ definition, fragments }: ChosenOperation): EntityField[] {
  const fieldsIn = (
    selections: readonly SelectionNode[],
    typeName: string,
    outer: readonly DirectiveNode[],
  ): EntityField[] =>
    selections.flatMap((selection) => {
      const directives = [...outer, ...(selection.directives ?? [])];
      if (selection.kind === Kind.FIELD) {
        return [{ field: selection, typeName, conditions: directives.map(print).sort().join(' ') }];
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value ?? typeName;
      return fragment ? fieldsIn(fragment.selectionSet.selections, condition, directives) : [];
    });
  return definition.selectionSet.selections.flatMap((entities) =>
    entities.kind === Kind.FIELD && entities.selectionSet
      ? fieldsIn(entities.selectionSet.selections, '', [])
      : [],
  );
}

/** The operation of a fetch with some of the fields of its entities alone. */
export function keepEntityFields(
  { definition, fragments }: ChosenOperation,
  kept: ReadonlySet<FieldNode>,
): ChosenOperation {
  const keepIn = (selectionSet: SelectionSetNode): SelectionSetNode => ({
    ...selectionSet,
    selections: selectionSet.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) return kept.has(selection) ? [selection] : [];
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment) return [];
      const inner = keepIn(fragment.selectionSet);
      if (inner.selections.length === 0) return [];
      const { directives = [] } = selection;
      const { typeCondition } = fragment;
      const narrowed = typeCondition && { typeCondition };
      return [{ kind: Kind.INLINE_FRAGMENT, ...narrowed, directives, selectionSet: inner }];
    }),
  });
  const selections = definition.selectionSet.selections.map((entities) =>
    entities.kind === Kind.FIELD && entities.selectionSet
      ? { ...entities, selectionSet: keepIn(entities.selectionSet) }
      : entities,
  );
  return {
    definition: { ...definition, selectionSet: { ...definition.selectionSet, selections } },
    fragments,
  };
}
