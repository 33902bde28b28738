import { BREAK, type DocumentNode, Kind, visit } from 'graphql';

const answers = new WeakMap<DocumentNode, boolean>();

/** Tells whether any operation of a document asks for `__schema` or `__type`. The answer is kept by document. */
export function usesIntrospection(document: DocumentNode): boolean {
  const known = answers.get(document);
  if (known !== undefined) return known;
  let isFound = false;
  visit(document, {
    [Kind.FIELD]: ({ name }) => {
      if (name.value !== '__schema' && name.value !== '__type') return undefined;
      isFound = true;
      return BREAK;
    },
  });
  answers.set(document, isFound);
  return isFound;
}
