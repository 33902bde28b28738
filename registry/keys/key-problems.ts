import { registryBounds } from '../bounds.ts';
import type { FieldProblem } from '../field-problem.ts';
import { isSubgraphName, parseGraphRef } from '../graphs/graph-ref.ts';
import { isStorableText } from '../storable-text.ts';
import type { SubgraphIdentifier } from './api-key.ts';
import type { NewKey } from './new-key.ts';

/** Finds all that is wrong with a key that is to be made. */
export function findKeyProblems({ name, graph, rights, subgraphs }: NewKey): FieldProblem[] {
  return [
    ...findKeyNameProblems(name),
    ...(rights.length === 0 ? [toProblem('REQUIRED', ['rights'], 'A key has one right or more.')] : []),
    ...(graph === undefined || parseGraphRef(graph)?.graph === graph
      ? []
      : [toProblem('INVALID', ['graph'], describeGraphId)]),
    ...findSubgraphProblems(subgraphs, graph),
  ];
}

/** Finds what is wrong with the name of a key. */
export function findKeyNameProblems(name: string): FieldProblem[] {
  const length = name.trim().length;
  const message = `The name of a key has 1 to ${registryBounds.keyName} characters.`;
  if (length === 0) return [toProblem('REQUIRED', ['name'], message)];
  if (length > registryBounds.keyName) return [toProblem('TOO_LONG', ['name'], message)];
  return isStorableText(name)
    ? []
    : [
        toProblem(
          'INVALID',
          ['name'],
          'The name of a key is well-formed Unicode without the character U+0000.',
        ),
      ];
}

const describeGraphId = `The id of a graph has 1 to ${registryBounds.graphId} letters, digits, _ and -, the first a letter.`;

function findSubgraphProblems(
  subgraphs: readonly SubgraphIdentifier[] | undefined,
  only: string | undefined,
): FieldProblem[] {
  if (subgraphs === undefined) return [];
  if (subgraphs.length === 0)
    return [toProblem('REQUIRED', ['subgraphs'], 'Name one subgraph or more, or give no list.')];
  if (subgraphs.length > registryBounds.subgraphsPerKey) {
    const message = `A key is for at most ${registryBounds.subgraphsPerKey} subgraphs.`;
    return [toProblem('OUT_OF_RANGE', ['subgraphs'], message)];
  }
  return subgraphs.flatMap(({ graph, variant, subgraph }, index) => {
    const isNamed = parseGraphRef(`${graph}@${variant}`) !== undefined && isSubgraphName(subgraph);
    if (isNamed && (only === undefined || graph === only)) return [];
    const message = 'Name subgraphs of the graph that the key is for.';
    return [toProblem('INVALID', ['subgraphs', String(index)], message)];
  });
}

function toProblem(code: FieldProblem['code'], field: readonly string[], message: string): FieldProblem {
  return { field, code, message };
}
