import { type DocumentNode, type FieldNode, type InlineFragmentNode, Kind, visit } from 'graphql';
import type { QueryPlan } from '../../planner/planner.ts';
import { argumentOf, isDefer } from './defer-directive.ts';

type PlanNode = NonNullable<QueryPlan['node']>;

/** Begins the response name of a mark: no name of GraphQL begins with it. */
const markPrefix = '@';

/**
 * Puts a mark in place of what is selected by each deferred fragment: a field whose selections are those of the fragment.
 * A fragment that is no part of its own is as if it were not deferred.
 */
export function markDefers(document: DocumentNode, isPart: (label: string) => boolean): DocumentNode {
  return visit(document, {
    [Kind.INLINE_FRAGMENT]: {
      leave: (node) => {
        const label = labelOf(node);
        if (label === undefined) return undefined;
        const { directives = [], selectionSet } = node;
        return {
          ...node,
          directives: directives.filter((directive) => !isDefer(directive)),
          selectionSet: isPart(label)
            ? { kind: Kind.SELECTION_SET, selections: [toMark(label, selectionSet)] }
            : selectionSet,
        };
      },
    },
  });
}

function toMark(label: string, selectionSet: FieldNode['selectionSet']): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: markPrefix + label },
    name: { kind: Kind.NAME, value: '__typename' },
    ...(selectionSet && { selectionSet }),
  };
}

/** The label of the part that a response name marks; nothing for the name of a field. */
export function labelOfMark(responseName: string): string | undefined {
  return responseName.startsWith(markPrefix) ? responseName.slice(markPrefix.length) : undefined;
}

/** The labels of all deferred fragments of a document. */
export function labelsIn(document: DocumentNode): ReadonlySet<string> {
  const labels = new Set<string>();
  visit(document, {
    [Kind.INLINE_FRAGMENT]: (node) => {
      const label = labelOf(node);
      if (label !== undefined) labels.add(label);
    },
  });
  return labels;
}

/** The labels of all parts that a plan defers. */
export function labelsOfPlan({ node }: QueryPlan): ReadonlySet<string> {
  const labels = new Set<string>();
  const collect = (each: PlanNode | undefined): void => {
    switch (each?.kind) {
      case 'Sequence':
      case 'Parallel':
        each.nodes.forEach(collect);
        return;
      case 'Flatten':
        collect(each.node);
        return;
      case 'Condition':
        collect(each.ifClause);
        collect(each.elseClause);
        return;
      case 'Defer':
        collect(each.primary.node);
        for (const { label, node: deferred } of each.deferred) {
          if (label !== undefined) labels.add(label);
          collect(deferred);
        }
    }
  };
  collect(node);
  return labels;
}

function labelOf({ directives = [] }: InlineFragmentNode): string | undefined {
  const directive = directives.find(isDefer);
  const label = directive && argumentOf(directive, 'label');
  return label?.kind === Kind.STRING ? label.value : undefined;
}
