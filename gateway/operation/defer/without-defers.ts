import { type DocumentNode, Kind, visit } from 'graphql';
import { isDefer } from '../../graph/executor/defer/defer-directive.ts';

/** @returns the document without `@defer`: the very one that came in if it has none */
export function withoutDefers(document: DocumentNode): DocumentNode {
  return visit(document, { [Kind.DIRECTIVE]: (node) => (isDefer(node) ? null : undefined) });
}
