import { type DirectiveNode, type DocumentNode, Kind, parseValue, type SelectionNode, visit } from 'graphql';

/**
 * Adds `@defer` to a query at random: to fragments that are there, and to fields, some of which stay outside of the deferred
 * fragment as well. Some are on a variable `yes`. The same seed gives the same document.
 */
export function deferAtRandom(seed: number, document: DocumentNode): DocumentNode {
  let state = seed;
  const below = (limit: number) => {
    // A linear congruential generator: its upper bits are random enough for choices.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % limit;
  };
  let labels = 0;
  const createDefer = (): DirectiveNode => {
    const values = {
      ...(below(2) === 0 && { label: `"${labels++}"` }),
      ...(below(5) === 0 && { if: ['$yes', 'true', 'false'][below(3)] }),
    };
    return {
      kind: Kind.DIRECTIVE,
      name: { kind: Kind.NAME, value: 'defer' },
      arguments: Object.entries(values).map(([name, text]) => ({
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: name },
        value: parseValue(text ?? ''),
      })),
    };
  };
  const wrap = (selection: SelectionNode): SelectionNode => ({
    kind: Kind.INLINE_FRAGMENT,
    directives: [createDefer()],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] },
  });
  return visit(document, {
    [Kind.SELECTION_SET]: {
      leave: (node) => ({
        ...node,
        selections: node.selections.flatMap((selection): SelectionNode[] => {
          if (selection.kind !== Kind.FIELD) {
            if (below(3) > 0) return [selection];
            return [{ ...selection, directives: [...(selection.directives ?? []), createDefer()] }];
          }
          const roll = below(12);
          if (roll > 2) return [selection];
          return roll === 0 ? [selection, wrap(selection)] : [wrap(selection)];
        }),
      }),
    },
  });
}
