import type { Composition } from '../composition/composition.ts';

/** Turns a composition into the JSON that Rover reads from its plugin. */
export function toBuildResult(composition: Composition): object {
  if (composition.kind === 'composed')
    return {
      Ok: {
        supergraphSdl: composition.supergraph,
        hints: composition.hints.map((message) => ({
          message,
          code: null,
          nodes: null,
          omittedNodesCount: null,
        })),
      },
    };
  return {
    Err: {
      type: 'composition',
      build_errors: composition.problems.map(({ message, code, locations }) => ({
        type: 'composition',
        message,
        code: code ?? null,
        nodes: locations.map(({ subgraph, line, column }) => ({
          subgraph: subgraph ?? null,
          source: null,
          start: { line, column, start: null, end: null },
          end: null,
        })),
        omittedNodesCount: null,
      })),
    },
  };
}
