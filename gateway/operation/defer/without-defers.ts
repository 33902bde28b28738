import { type DocumentNode, Kind, visit } from 'graphql';

/** @returns the document without `@defer`: the very one that came in if it has none */
export function withoutDefers(document: DocumentNode): DocumentNode {
  return visit(document, { [Kind.DIRECTIVE]: ({ name }) => (name.value === 'defer' ? null : undefined) });
}
