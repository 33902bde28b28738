import { type DocumentNode, type FieldNode, Kind, type SelectionNode, visit } from 'graphql';

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * Adds `__typename` to each field of which nothing may be selected in the end, in a document with `@skip` or `@include`.
 *
 * Apollo's planner lifts conditions from what is selected of a field to the field itself, and to the whole request: of
 * `me { name @include(if: $a) }` it does not ask for `me` if nothing of it is wanted, or in some forms never. The answer
 * would be null instead of an empty object. Answers are shaped by the client's own document, so that they do not show what
 * was added.
 */
export function askForEveryObject(document: DocumentNode): DocumentNode {
  let hasConditions = false;
  const asked = visit(document, {
    [Kind.DIRECTIVE]: ({ name }) => {
      hasConditions ||= isCondition(name.value);
    },
    [Kind.FIELD]: (field) => {
      const { selectionSet } = field;
      if (!selectionSet || selectionSet.selections.some(isAlwaysSelected)) return undefined;
      return {
        ...field,
        selectionSet: { ...selectionSet, selections: [typename, ...selectionSet.selections] },
      };
    },
  });
  return hasConditions ? asked : document;
}

function isAlwaysSelected({ kind, directives = [] }: SelectionNode): boolean {
  return kind === Kind.FIELD && !directives.some(({ name }) => isCondition(name.value));
}

function isCondition(directive: string): boolean {
  return directive === 'skip' || directive === 'include';
}
